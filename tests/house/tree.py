"""The files of the repository, for the tests of the house."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOT_OURS = {".git", "build", "trilayer-demo"}


def files(*suffixes):
    """Paths, relative to ROOT, of all tracked files and new ones not ignored; all files where there is no git."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        paths = [pathlib.Path(name) for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    return sorted(
        path
        for path in set(paths)
        if (ROOT / path).is_file() and not NOT_OURS & set(path.parts) and (not suffixes or path.suffix in suffixes)
    )


def read(path):
    """The text of a file of the repository; empty where it is no text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
