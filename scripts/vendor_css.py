"""Keeps the part of Tabler's style sheet that this product uses: 635 kB becomes some tens.

A rule stays when every class in its selector is in KEEP; custom properties stay when something that stayed reads them.
So a page may use exactly the classes listed here (docs/components.md) besides our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Whole names or patterns. Components first, then utilities without breakpoints.
KEEP = re.compile(
    r"^(?:"
    r"card|card-(?:header|title|body|footer)|"
    r"btn|btn-(?:primary|danger|sm|link|close)|"
    r"form-(?:control|control-sm|select|select-sm|check|check-input|check-inline|switch|label)|disabled|"
    r"visually-hidden|visually-hidden-focusable|"
    r"d-(?:none|block|inline|inline-block|flex|inline-flex|grid|contents|print-none)|"
    r"flex-(?:fill|wrap|nowrap|column|row|grow-0|grow-1|shrink-0)|"
    r"justify-content-(?:start|end|center|between)|align-items-(?:start|end|center|baseline|stretch)|align-self-(?:start|end|center)|"
    r"gap-[0-5]|[mp][tbsexy]?-(?:[0-5]|auto)|w-(?:100|auto)|h-100|"
    r"text-(?:start|end|center|nowrap|wrap|truncate|break)|position-(?:relative|static)|overflow-(?:auto|hidden)|list-unstyled"
    r")$"
)
UNWANTED = re.compile(
    r"::?-moz-|\[data-bs-theme-|:not\(\[data-bs-theme|\[data-bs-popper|\[class\*=|\[list\]|-webkit-calendar|webkit-file|dialog\b"
)
DECLARATION = re.compile(
    r"(--tblr-[\w-]+)\s*:((?:[^;{}\"'(]|\"[^\"]*\"|'[^']*'|\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\))*)(;|(?=\}))"
)


def subset(css: str, *, used_by: str) -> str:
    """`used_by` is our own style sheets: properties of Tabler they read stay too."""
    banner = re.search(r"/\*!.*?\*/", css, re.S)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S).replace('@charset "UTF-8";', "")
    kept = "".join(_kept(css))
    kept = _without_unread_properties(kept, used_by=used_by)
    kept = re.sub(r"[^{}]+\{\}", "", kept)
    head = banner.group(0) + "\n" if banner else ""
    note = "/* Only the classes named in scripts/vendor_css.py; made by scripts/vendor.py, not edited by hand. */"
    return f"{head}{note}\n{kept}\n"


def _kept(css: str) -> Iterator[str]:
    for head, body in _rules(css):
        if head.startswith(("@media", "@supports", "@layer", "@container")):
            inner = "".join(_kept(body))
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            continue  # keyframes and fonts are ours
        else:
            wanted = [part for part in _selectors(head) if _is_wanted(part)]
            if wanted:
                yield f"{','.join(wanted)}{{{body}}}"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Top-level blocks as (selector or at-rule, content). Statements without a block are skipped."""
    position = 0
    while (start := css.find("{", position)) >= 0:
        head = css[position:start].rsplit(";", 1)[-1].strip()
        depth, end = 1, start + 1
        while depth:
            step = re.compile(r"[{}]|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'").search(css, end)
            assert step, head
            depth += {"{": 1, "}": -1}.get(step.group(0), 0)
            end = step.end()
        yield head, css[start + 1 : end - 1]
        position = end


def _selectors(head: str) -> list[str]:
    parts, depth, current = [], 0, ""
    for letter in head:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            parts.append(current.strip())
            current = ""
        else:
            current += letter
    return [*parts, current.strip()]


def _is_wanted(selector: str) -> bool:
    if UNWANTED.search(selector):
        return False
    return all(KEEP.match(name) for name in re.findall(r"\.([A-Za-z_][\w-]*)", selector))


def _without_unread_properties(css: str, *, used_by: str) -> str:
    while True:
        read = set(re.findall(r"var\(\s*(--tblr-[\w-]+)", css)) | set(re.findall(r"var\(\s*(--tblr-[\w-]+)", used_by))
        fewer = DECLARATION.sub(lambda found, read=read: found.group(0) if found.group(1) in read else "", css)  # type: ignore[misc]
        if fewer == css:
            return css
        css = fewer
