"""Runs the program, and gives each test a folder of its own."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None


def trilayer(*arguments, cwd=None):
    """The finished process, with stdout and stderr as text."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120, cwd=cwd, check=False
    )


class ProgramTest(unittest.TestCase):
    """A test with an empty folder `self.folder` that is gone afterwards."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="trilayer-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def left_behind(self):
        return sorted(path.name for path in self.folder.iterdir())

    def succeeds(self, *arguments, **options):
        process = trilayer(*arguments, **options)
        self.assertEqual(process.returncode, 0, process.stderr)
        return process

    def refuses(self, *arguments, **options):
        """Status 1, nothing on stdout, one message on stderr that also says what to do."""
        process = trilayer(*arguments, **options)
        self.assertEqual(process.returncode, 1, f"{arguments}: {process.stdout[-300:]}{process.stderr[-300:]}")
        self.assertEqual(process.stdout, "")
        self.assertEqual(process.stderr.count("trilayer: "), 1, process.stderr)
        self.assertIn("what to do: ", process.stderr)
        return process.stderr

    def is_wrong_usage(self, *arguments):
        process = trilayer(*arguments)
        self.assertEqual(process.returncode, 2, f"{arguments}: {process.stderr}")
        self.assertEqual(process.stdout, "")
        self.assertNotEqual(process.stderr, "")
        return process.stderr


def main():
    unittest.main(argv=sys.argv[:1])
