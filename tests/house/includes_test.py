"""Who may include whom: the table of trilayer/README.md, held against every #include and every linked target."""

import re
import unittest

from tree import files, read

LONGEST_FILE = 600
HEAVY = re.compile(r"(nlohmann/json\.hpp|toml\+\+/.*|toml\.hpp|CLI/.*|Eigen/.*|tbb/.*|oneapi/.*|edflib\.h)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]', re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)/` \|.*\| ([^|]+) \|$", re.MULTILINE)


def arrows(document):
    """Folder -> folders it may include, from the rows "| `folder/` | ... | a, b |" of the table."""
    return {
        folder: set() if allowed.strip() == "-" else {word.strip() for word in allowed.split(",")}
        for folder, allowed in ROW.findall(document)
    }


def forbidden(folder, text, allowed):
    """Folders that the text of a file in `folder` includes or links against the table."""
    included = {path.split("/")[1] for path in INCLUDE.findall(text) if path.startswith("trilayer/")}
    linked = set(re.findall(r"\btrilayer::(\w+)", text)) & set(allowed) if "trilayer_library(" in text else set()
    return sorted((included | linked) - allowed[folder] - {folder})


def heavy(text):
    """Headers of the text that cost seconds to compile and so belong in .cpp files."""
    return [path for path in INCLUDE.findall(text) if HEAVY.match(path)]


class Includes(unittest.TestCase):
    longMessage = False  # our own words say enough
    allowed = arrows(read("trilayer/README.md"))

    def test_every_folder_has_its_row(self):
        folders = {path.parts[1] for path in files() if path.parts[0] == "trilayer" and len(path.parts) > 2}
        wrong = folders ^ set(self.allowed)
        self.assertFalse(wrong, f"folders without a row, or rows without a folder: {wrong}")

    def test_arrows_make_no_circle(self):
        left = dict(self.allowed)
        while left:
            free = [folder for folder, needs in left.items() if not needs & set(left)]
            self.assertTrue(free, f"these folders include one another: {sorted(left)}")
            for folder in free:
                del left[folder]

    def test_no_folder_includes_or_links_what_it_may_not(self):
        for path in files(".hpp", ".cpp", ".txt"):
            if path.parts[0] == "trilayer" and len(path.parts) > 2:
                wrong = forbidden(path.parts[1], read(path), self.allowed)
                self.assertEqual(wrong, [], f"{path}: the table in trilayer/README.md does not allow {wrong}")

    def test_only_tests_include_from_tests(self):
        for path in files(".hpp", ".cpp"):
            if path.parts[0] in ("trilayer", "apps"):
                included = " ".join(INCLUDE.findall(read(path)))
                self.assertNotIn("tests/", included, f"{path} includes a header of the tests")

    def test_heavy_headers_stay_in_sources(self):
        for path in files(".hpp"):
            self.assertEqual(heavy(read(path)), [], f"{path}: include {heavy(read(path))} in a .cpp file")

    def test_headers_are_included_once(self):
        for path in files(".hpp"):
            self.assertIn("#pragma once\n", read(path), f"{path}: no #pragma once")

    def test_no_file_is_too_long(self):
        for path in files(".hpp", ".cpp", ".py", ".cmake", ".txt"):
            count = read(path).count("\n")
            self.assertLessEqual(count, LONGEST_FILE, f"{path}: {count} lines, split it")

    def test_these_rules_would_notice(self):
        table = arrows("| `base/` | words | - |\n| `protocol/` | words | base |\n")
        self.assertEqual(table, {"base": set(), "protocol": {"base"}})
        self.assertEqual(forbidden("base", '#include "trilayer/protocol/side.hpp"\n', table), ["protocol"])
        self.assertEqual(forbidden("protocol", '#include "trilayer/base/units.hpp"\n', table), [])
        self.assertEqual(forbidden("base", "trilayer_library(base USES trilayer::protocol)", table), ["protocol"])
        self.assertEqual(heavy("#include <toml++/toml.h>\n#include <vector>\n"), ["toml++/toml.h"])


if __name__ == "__main__":
    unittest.main()
