"""Sources are formatted by clang-format 14 with the repository's .clang-format; another version formats otherwise."""

import shutil
import subprocess
import sys

from tree import ROOT, files

SKIPPED = 77
PROGRAM = "clang-format-14"

if shutil.which(PROGRAM) is None:
    print(f"skipped: {PROGRAM} is not installed (packages/check.txt)")
    sys.exit(SKIPPED)
sources = [str(path) for path in files(".hpp", ".cpp")]
result = subprocess.run([PROGRAM, "--dry-run", "-Werror", *sources], cwd=ROOT, check=False)
if result.returncode != 0:
    print(f"run: {PROGRAM} -i on the files named above")
sys.exit(result.returncode)
