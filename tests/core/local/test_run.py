"""The first command: finding Python, making .venv, healing half an installation. Without any package index."""

from __future__ import annotations

import functools
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import zipfile
from base64 import urlsafe_b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from recruit_platform.core.local import paths, virtualenv

SYSTEM_PYTHON = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="only-python-")


def only_python() -> str:
    """A folder with nothing but the Python, so that an uv that stands beside it is not found."""
    folder = Path(_folder().name)
    link = folder / SYSTEM_PYTHON.name
    if not link.exists():
        link.symlink_to(SYSTEM_PYTHON)
    return str(folder)


def call(
    project: Path, *arguments: str, path: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [project / "run", *arguments],
        cwd="/",
        env={"PATH": path or f"{only_python()}:/usr/bin:/bin", "HOME": str(project), **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A little project in a folder with a space: the real `run` and installer, a lock with one home-made wheel."""
    root = tmp_path / "a project"
    local = root / "recruit_platform" / "core" / "local"
    local.mkdir(parents=True)
    shutil.copy(paths.PROJECT / "run", root)
    shutil.copy(paths.PROJECT / "recruit_platform" / "core" / "local" / "virtualenv.py", local)
    for package in (root / "recruit_platform", local.parent, local):
        (package / "__init__.py").touch()
    (local / "__main__.py").write_text("import sys, greeting; print(greeting.WORD, sys.argv[1:])\n")
    write_lock(root, word="hello")
    return root


def write_lock(root: Path, *, word: str) -> None:
    name = "greeting-1-py3-none-any.whl"
    wheel = root / "wheels" / name
    wheel.parent.mkdir(exist_ok=True)
    wheel.unlink(missing_ok=True)
    files = {
        "greeting.py": f"WORD = {word!r}\n",
        "greeting-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1\n",
        "greeting-1.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [
        f"{path},sha256={urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}"
        for path, text in files.items()
    ]
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {
            **files,
            "greeting-1.dist-info/RECORD": "\n".join([*rows, "greeting-1.dist-info/RECORD,,\n"]),
        }.items():
            archive.writestr(path, text)
    line = f"greeting @ {wheel.as_uri()} \\\n    --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n"
    for lock in ("requirements.txt", "requirements-dev.txt"):
        (root / lock).write_text(line)


@pytest.mark.slow
def test_the_first_call_installs_later_calls_do_not_and_a_changed_lock_does(project: Path) -> None:
    first = call(project, "demo", "--port", "1")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Installing 1 packages from requirements.txt" in first.stdout
    assert first.stdout.splitlines()[-1] == "hello ['demo', '--port', '1']"
    assert call(project, "demo", "x").stdout == "hello ['demo', 'x']\n"

    (project / "requirements-dev.txt").write_text((project / "requirements-dev.txt").read_text() + "# more\n")
    assert "Installing" not in call(project, "manage").stdout
    assert "from requirements-dev.txt" in call(project, "test").stdout
    assert call(project, "manage").stdout == "hello ['manage']\n", "the tests' lock contains the other one"

    write_lock(project, word="good day")
    changed = call(project, "demo")
    assert "Installing 1 packages" in changed.stdout
    assert "Making" not in changed.stdout, "the same Python: nothing is thrown away"

    (project / ".venv" / "bin" / "python").unlink()
    healed = call(project, "demo")
    assert "Making" in healed.stdout
    assert healed.stdout.splitlines()[-1].endswith("['demo']")


@pytest.mark.slow
def test_a_package_without_a_hash_is_refused_and_the_half_installation_heals(project: Path) -> None:
    lock = project / "requirements.txt"
    lock.write_text(lock.read_text().partition(" \\\n")[0] + "\n")
    refused = call(project, "demo")
    assert refused.returncode != 0
    assert "hash" in refused.stderr
    assert "hello" not in refused.stdout
    assert not (project / ".venv" / virtualenv.STAMP).exists()
    write_lock(project, word="hello")
    healed = call(project, "demo").stdout
    assert "Making" in healed
    assert healed.splitlines()[-1] == "hello ['demo']"


@pytest.mark.slow
def test_uv_trusts_what_the_system_trusts_and_pip_takes_over_when_it_fails(project: Path, tmp_path: Path) -> None:
    tools, asked = tmp_path / "tools", tmp_path / "asked"
    tools.mkdir()
    note = f'echo "$1 $2 certs=$UV_SYSTEM_CERTS" >> "{asked}"'
    script(tools / "uv", f'{note}\n[ "$1" = venv ] && exec "$4" -m venv --without-pip "$5"\nexit 1')
    done = call(project, "demo", path=f"{tools}:{SYSTEM_PYTHON.parent}:/usr/bin:/bin")
    assert done.stdout.splitlines()[-1] == "hello ['demo']"
    assert "uv could not install; trying pip." in done.stdout
    assert asked.read_text().splitlines() == ["venv --quiet certs=", "pip sync certs=1"]


@pytest.mark.slow
def test_on_a_terminal_the_count_of_packages_ends_at_all_of_them(project: Path) -> None:
    lock = project / "requirements.txt"
    lock.write_text(f"{lock.read_text()}elsewhere==1 ; sys_platform == 'win32' --hash=sha256:{'0' * 64}\n")
    shown = on_a_terminal(project, "demo")
    assert "Installing 2 packages" in shown
    assert "\r  2/2 fetched, unpacking\r\nInstalled in " in shown
    assert "hello ['demo']" in shown


def on_a_terminal(project: Path, *arguments: str) -> str:
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [project / "run", *arguments],
        env={"PATH": f"{only_python()}:/usr/bin:/bin", "HOME": str(project)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # Linux's answer once the last writer is gone
        while piece := os.read(ours, 4096):
            shown += piece
    os.close(ours)
    assert child.wait(timeout=30) == 0, shown.decode()
    return shown.decode()


def test_without_python_it_says_what_to_install(project: Path, tmp_path: Path) -> None:
    tools = tools_only(tmp_path)
    refused = call(project, "demo", path=str(tools))
    assert refused.returncode == 1
    assert "needs Python 3.11 or later" in refused.stderr
    assert "apt install python3" in refused.stderr


def test_an_old_python_is_passed_over(project: Path, tmp_path: Path) -> None:
    tools = tools_only(tmp_path)
    script(tools / "python3", "exit 1")
    assert "needs Python 3.11" in call(project, "demo", path=str(tools)).stderr


def test_a_python_without_venv_is_named_with_the_package_it_lacks(project: Path, tmp_path: Path) -> None:
    tools = tools_only(tmp_path)
    script(
        tools / "python3",
        f'case "$2" in *ensurepip*|*pip*) exit 1;; esac; exec "{SYSTEM_PYTHON}" "$@"',
    )
    refused = call(project, "demo", path=str(tools))
    assert refused.returncode == 1
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert f"apt install python{version}-venv" in refused.stderr


@pytest.mark.parametrize("changed", ["python", "path", "requirements.txt"])
def test_another_python_folder_or_lock_asks_for_a_new_installation(project: Path, changed: str) -> None:
    wanted = virtualenv.mark(project)
    assert virtualenv.satisfied(wanted, wanted, lock="requirements.txt")
    assert not virtualenv.satisfied(wanted | {changed: "another"}, wanted, lock="requirements.txt")
    assert not virtualenv.satisfied({}, wanted, lock="requirements.txt")


def tools_only(tmp_path: Path) -> Path:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "sh"):
        (tools / name).symlink_to(shutil.which(name) or "")
    return tools


def script(file: Path, text: str) -> None:
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


def test_the_real_lock_is_read_whole() -> None:
    text = (paths.PROJECT / "requirements.txt").read_text()
    found = virtualenv.requirements(text)
    assert len(found) == sum(1 for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#"))
    assert all("--hash=sha256:" in line for line in found)
    assert os.linesep.join(found).count("--hash=") == text.count("--hash=")
