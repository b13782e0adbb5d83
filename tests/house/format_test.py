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
result = subprocess.run([PROGRAM, "--dry-run", *sources], cwd=ROOT, capture_output=True, text=True, check=True)
wrong = sorted({line.split(":")[0] for line in result.stderr.splitlines() if "[-Wclang-format-violations]" in line})
if wrong:
    print(f"not formatted, run: {PROGRAM} -i " + " ".join(wrong))
sys.exit(1 if wrong else 0)
