"""Text of vacancies and sites as HTML: light Markdown in, no raw HTML and no pictures out."""

from __future__ import annotations

from functools import cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt


def html(text: str) -> SafeString:
    """Return paragraphs, lists, emphasis, links and headings; headings start at level 3, below the page's own."""
    return mark_safe(_lowered(_reader().render(text)))  # noqa: S308  the reader escapes all HTML in the text


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_block", "html_inline"])


def _lowered(rendered: str) -> str:
    for level in (1, 2, 4, 5, 6):
        rendered = rendered.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return rendered.replace("<ul>", '<ul class="bullets">')
