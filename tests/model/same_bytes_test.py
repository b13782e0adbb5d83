"""Same seed, same bytes: for any number of threads, with or without the CPU's vector units.

Called with session_hash, session_hash_baseline (its inner loops compiled for the oldest 64-bit x86) and a protocol.
"""

import os
import subprocess
import sys
import unittest

PROGRAM, BASELINE, PROTOCOL = sys.argv[1:4]
# The C library picks its code by these; the inner loops do not ask it, which is why there is a baseline program.
MASKED = "glibc.cpu.hwcaps=-AVX,-AVX2,-FMA,-FMA4,-BMI1,-BMI2,-ERMS,-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-AVX512CD"


def fingerprints(program, *arguments, **environment):
    done = subprocess.run(
        [program, PROTOCOL, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return done.stdout.split("\n")


class SameBytes(unittest.TestCase):
    usual = fingerprints(PROGRAM)

    def test_people_differ(self):
        self.assertEqual(len(set(self.usual)), 4, "three people and the end of the last line")

    def test_with_two_threads(self):
        self.assertEqual(fingerprints(PROGRAM, "2"), self.usual)

    def test_with_the_c_library_kept_from_vector_units(self):
        self.assertEqual(fingerprints(PROGRAM, GLIBC_TUNABLES=MASKED), self.usual)

    def test_with_inner_loops_for_the_oldest_cpu(self):
        self.assertEqual(fingerprints(BASELINE), self.usual)

    def test_with_both(self):
        self.assertEqual(fingerprints(BASELINE, GLIBC_TUNABLES=MASKED), self.usual)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
