"""Brings the browser assets of other people into static/vendor, from npm, by name, version and checksum.

    python scripts/vendor.py            fetch, check, write files and manifest (needs npm, and fonttools + brotli for the fonts)
    python scripts/vendor.py --check    compare what stands on disk with the manifest; needs nothing

Every package is pinned by the SHA-256 of its archive, every written file is listed with its own in
static/vendor/manifest.json. Versions stand in the file names; source-map comments are stripped, because
`collectstatic` refuses dangling ones. To add an icon: add its name to vendor_icons.txt and run the script.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from vendor_css import subset

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
TEST_VENDOR = ROOT / "tests" / "vendor"
MANIFEST = VENDOR / "manifest.json"

ICONS = (Path(__file__).parent / "vendor_icons.txt").read_text().split()

# What people in the Netherlands write and are called; other letters fall back to the system font.
LETTERS = (
    "U+20-7E,U+A0-17F,U+218-21B,U+1E80-1E85,U+1E9E,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,"
    "U+2032-2033,U+2039-203A,U+20AC,U+2190-2193,U+2212,U+D7,U+2248,U+2260,U+2264-2265"
)

Change = Callable[[bytes], bytes]


@dataclass(frozen=True, kw_only=True)
class Take:
    """One file of a package and the name it gets here."""

    path: str
    to: str
    change: tuple[Change, ...] = ()
    for_tests: bool = False


@dataclass(frozen=True, kw_only=True)
class Package:
    name: str
    version: str
    sha256: str
    licence: str
    takes: tuple[Take, ...]
    licence_file: str = "LICENSE"
    for_tests: bool = False
    also: Callable[[Path], dict[str, bytes]] | None = field(default=None)


def without_source_map(content: bytes) -> bytes:
    text = content.decode()
    text = re.sub(r"\n?/\*# sourceMappingURL=.*?\*/", "", text)
    text = re.sub(r"\n?//# sourceMappingURL=.*", "", text)
    return text.rstrip().encode() + b"\n"


def subset_css(content: bytes) -> bytes:
    ours = "".join(path.read_text() for path in sorted((ROOT / "static" / "css").glob("*.css")))
    return subset(content.decode(), used_by=ours).encode()


def subset_font(content: bytes) -> bytes:
    from fontTools import subset as fonts

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.woff2", Path(folder) / "out.woff2"
        source.write_bytes(content)
        fonts.main(
            [
                str(source),
                f"--unicodes={LETTERS}",
                "--layout-features=kern,liga,calt,ccmp,locl,mark,mkmk,tnum,case,cv11,ss03",
                "--flavor=woff2",
                "--no-hinting",
                f"--output-file={target}",
            ]
        )
        return target.read_bytes()


def sprite(package: Path) -> dict[str, bytes]:
    """One SVG with a symbol per icon; the drawing is theirs, the stroke is set once by our style sheet."""
    symbols = []
    for name in sorted(set(ICONS)):
        text = (package / "icons" / "outline" / f"{name}.svg").read_text()
        body = re.search(r"<svg[^>]*>(.*)</svg>", text, re.S)
        assert body, name
        paths = re.sub(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>', "", body.group(1))
        paths = re.sub(r">\s+<", "><", paths.strip()).replace(" />", "/>")
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
            f'stroke-linecap="round" stroke-linejoin="round">{paths}</symbol>'
        )
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    return {"icons.svg": text.encode()}


PACKAGES = (
    Package(
        name="@tabler/core",
        version="1.6.1",
        sha256="d02d679e51f6c179b21f035e154c13cdcb2ae8b18579e56ea606408ba7fc7a87",
        licence="MIT",
        licence_file="",
        takes=(
            Take(path="dist/css/tabler.min.css", to="tabler-1.6.1.subset.css", change=(without_source_map, subset_css)),
        ),
    ),
    Package(
        name="@tabler/icons",
        version="3.51.0",
        sha256="b30108713d3fa60aee862c2a133225da8e0f309be0708fe2925763ff810c766c",
        licence="MIT",
        takes=(),
        also=sprite,
    ),
    Package(
        name="@fontsource-variable/inter",
        version="5.3.0",
        sha256="d26710dd38e7217484a1d47ee76c024977ec550548876f26d06ed1844af09a14",
        licence="OFL-1.1",
        takes=(
            Take(path="files/inter-latin-wght-normal.woff2", to="inter-5.3.0-latin.woff2", change=(subset_font,)),
            Take(
                path="files/inter-latin-ext-wght-normal.woff2", to="inter-5.3.0-latin-ext.woff2", change=(subset_font,)
            ),
        ),
    ),
    Package(
        name="@fontsource-variable/figtree",
        version="5.3.0",
        sha256="745eb850be26774948b5aa9342b7182660ed3a48ac40509c7babcfdcd90c39d7",
        licence="OFL-1.1",
        takes=(Take(path="files/figtree-latin-wght-normal.woff2", to="figtree-5.3.0.woff2", change=(subset_font,)),),
    ),
    Package(
        name="@fontsource-variable/nunito",
        version="5.3.0",
        sha256="be290c38a2fa3422e2b51c0c4992511a9483d6f6e0074fc24eb8968e6ac67330",
        licence="OFL-1.1",
        takes=(Take(path="files/nunito-latin-wght-normal.woff2", to="nunito-5.3.0.woff2", change=(subset_font,)),),
    ),
    Package(
        name="echarts",
        version="6.1.0",
        sha256="681aff88cc1038c3fa941a3a53d1b177a52250b05335efc607d6105ae13be481",
        licence="Apache-2.0",
        takes=(
            Take(path="dist/echarts.min.js", to="echarts-6.1.0.js", change=(without_source_map,)),
            Take(path="i18n/langNL.js", to="echarts-6.1.0-nl.js", change=(without_source_map,)),
        ),
    ),
    Package(
        name="idiomorph",
        version="0.8.0",
        sha256="c2b48584153f0167b5c98cb815576338ccd82a97378e53fbf29d139dfd67207e",
        licence="0BSD",
        takes=(Take(path="dist/idiomorph-ext.min.js", to="idiomorph-0.8.0.js", change=(without_source_map,)),),
    ),
    Package(
        name="sortablejs",
        version="1.15.7",
        sha256="66cbfc8fa18860783584fe0c346baf6cbf3399da72d23d21053425ba232abed4",
        licence="MIT",
        takes=(Take(path="Sortable.min.js", to="sortable-1.15.7.js", change=(without_source_map,)),),
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        sha256="e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        licence="MPL-2.0",
        for_tests=True,
        takes=(Take(path="axe.min.js", to="axe-4.14.1.js", for_tests=True),),
    ),
)


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        return report(differences())
    if arguments:
        print(__doc__)
        return 2
    written: dict[str, dict[str, object]] = {}
    for package in PACKAGES:
        written |= bring(package)
    names = {Path(name).name for name in written} | {MANIFEST.name}
    for folder in (VENDOR, TEST_VENDOR):
        for stale in folder.iterdir():
            if stale.name not in names:
                stale.unlink()
    MANIFEST.write_text(json.dumps({"files": written}, indent=1, sort_keys=True) + "\n")
    return report(differences())


def differences() -> list[str]:
    """What on disk is not what the manifest says, in words; empty when all is well."""
    files = json.loads(MANIFEST.read_text())["files"]
    wrong = [f"{name}: {problem}" for name, entry in files.items() if (problem := _problem(name, entry["sha256"]))]
    present = {str(path.relative_to(ROOT)) for folder in (VENDOR, TEST_VENDOR) for path in folder.iterdir()}
    return wrong + [f"{name}: not in the manifest" for name in sorted(present - set(files) - {_name(MANIFEST)})]


def bring(package: Package) -> dict[str, dict[str, object]]:
    """Fetch one package, check its archive, write what we take. Returns manifest entries by file name."""
    print(f"{package.name} {package.version}")
    entries: dict[str, dict[str, object]] = {}
    folder = TEST_VENDOR if package.for_tests else VENDOR
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        inside = _unpack(package, Path(scratch))
        contents = {take.to: _changed((inside / take.path).read_bytes(), take.change) for take in package.takes}
        if package.also:
            contents |= package.also(inside)
        if package.licence_file:
            slug = package.name.strip("@").replace("/", "-")
            contents[f"LICENSE-{slug}.txt"] = (inside / package.licence_file).read_bytes()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        entries[_name(folder / name)] = {
            "package": package.name,
            "version": package.version,
            "licence": package.licence,
            "archive_sha256": package.sha256,
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
        }
    return entries


def report(problems: list[str]) -> int:
    for problem in problems:
        print(problem)
    print("static/vendor differs from its manifest" if problems else "static/vendor is as its manifest says")
    return 1 if problems else 0


def _unpack(package: Package, scratch: Path) -> Path:
    subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=scratch,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (archive,) = scratch.glob("*.tgz")
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        raise SystemExit(
            f"{package.name} {package.version}: archive is {found}, expected {package.sha256}. Nothing written."
        )
    with tarfile.open(archive) as tar:
        tar.extractall(scratch, filter="data")
    return scratch / "package"


def _changed(content: bytes, changes: tuple[Change, ...]) -> bytes:
    for change in changes:
        content = change(content)
    return content


def _problem(name: str, sha256: str) -> str:
    path = ROOT / name
    if not path.is_file():
        return "missing"
    return "" if hashlib.sha256(path.read_bytes()).hexdigest() == sha256 else "changed"


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
