"""Documents say what is so: READMEs are there, links lead somewhere, commands exist, one intended use everywhere."""

import json
import re
import subprocess
import sys
import unittest

from tree import ROOT, files, read

# Absolute paths of somebody's machine; what every Debian has (/usr/...) is no such path.
MACHINE_PATH = re.compile(r"(?<![\w./<-])/(?:home|root|tmp|Users|var/tmp|work)/\w+")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PAGE = re.compile(r"\bdocs/[\w./-]+\.(?:md|png)\b")
SHELL = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FOLDER_README = ("takes", "gives", "depends on", "start reading at")


def words(text):
    """The text with quote marks of Markdown gone and every stretch of white space one blank."""
    return " ".join(re.sub(r"^>", "", text, flags=re.MULTILINE).split())


def anchors(text):
    """The anchors of a page's headings, as the usual hosts make them."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(page):
    """The lines of a page's shell blocks, with a trailing backslash joined to the next line and comments gone."""
    for block in SHELL.findall(read(page)):
        for line in block.replace("\\\n", " ").splitlines():
            line = re.sub(r"(^|\s)#.*", "", line).strip()
            if line:
                yield line


class Documents(unittest.TestCase):
    longMessage = False  # our own words say enough
    pages = [str(path) for path in files(".md")]

    def test_every_folder_of_the_library_says_what_it_is(self):
        for folder in {path.parts[1] for path in files(".hpp", ".cpp") if path.parts[0] == "trilayer"}:
            page = f"trilayer/{folder}/README.md"
            self.assertIn(page, self.pages, f"{page} is missing")
            for word in FOLDER_README:
                self.assertIn(f"- {word}:", read(page), f"{page} does not say '- {word}: ...'")
            self.assertLessEqual(len(read(page).splitlines()), 25, f"{page}: about ten lines")

    def test_links_lead_somewhere(self):
        for page in self.pages:
            for target in LINK.findall(read(page)):
                if "://" in target or target.startswith("mailto:"):
                    continue
                name, _, anchor = target.partition("#")
                path = ((ROOT / page).parent / name) if name else ROOT / page
                self.assertTrue(path.exists(), f"{page}: no such file: {target}")
                if anchor:
                    headings = anchors(path.read_text(encoding="utf-8"))
                    self.assertIn(anchor, headings, f"{page}: no such heading: {target}")

    def test_pages_named_in_sources_are_there(self):
        for path in files(".hpp", ".cpp", ".md", ".toml", ".py", ".txt"):
            for page in PAGE.findall(read(path)):
                self.assertTrue((ROOT / page).exists(), f"{path} names {page}, which is not there")

    def test_every_page_can_be_found_from_the_index(self):
        targets = [target.partition("#")[0] for target in LINK.findall(read("docs/README.md"))]
        index = {(ROOT / "docs" / target).resolve() for target in targets}
        for page in self.pages:
            if page.startswith("docs/") and page != "docs/README.md":
                self.assertIn((ROOT / page).resolve(), index, f"{page} is not in docs/README.md")

    def test_commands_of_the_documents_exist(self):
        presets = json.loads(read("CMakePresets.json"))
        named = {preset["name"] for kind in presets.values() if isinstance(kind, list) for preset in kind}
        program = "".join(read(path) for path in files(".cpp", ".hpp") if path.parts[0] == "apps")
        for page in self.pages:
            for line in commands(page):
                script = re.match(r"(\./\w+|packages/\w+|\.ci/\w+|tests/\S+|scripts/\S+)", line)
                if script:
                    self.assertTrue((ROOT / script[1]).exists(), f"{page}: no such file: {line}")
                for preset in re.findall(r"--preset[ =](\S+)", line):
                    self.assertIn(preset, named, f"{page}: no such preset: {line}")
                if re.match(r"(build/release/)?trilayer ", line):
                    for word in re.findall(r"(?<=\s)--[\w-]+", line) + re.findall(r"trilayer ([a-z]+)", line)[:1]:
                        self.assertIn(word, program, f"{page}: the program has no {word}: {line}")

    def test_intended_use_is_the_same_everywhere(self):
        code = read("trilayer/report/intended_use.cpp")
        paragraph = "".join(re.findall(r'^\s*"(.*)"', code, re.MULTILINE))
        self.assertTrue(paragraph.startswith("Trilayer is research software"))
        self.assertIn(words(paragraph), words(read("README.md")), "README.md has other words")

    def test_versions_agree(self):
        version = re.search(r"project\(trilayer VERSION ([\d.]+)", read("CMakeLists.txt"))[1]
        self.assertIn(f"\nversion: {version}\n", read("CITATION.cff"), f"CITATION.cff: not {version}")
        self.assertIn(f"## {version}", read("CHANGELOG.md"), f"CHANGELOG.md: not {version}")

    def test_no_path_of_a_machine(self):
        for path in files():
            found = MACHINE_PATH.search(read(path))
            self.assertIsNone(found, f"{path}: {found and found[0]} is a path of one machine")

    def test_these_rules_would_notice(self):
        self.assertTrue(MACHINE_PATH.search("see " + "/home" + "/somebody/data"))
        self.assertFalse(MACHINE_PATH.search("https://example.org/work/data and /usr/bin/python3"))
        self.assertEqual(words("> a\n> b"), "a b")
        self.assertEqual(anchors("# One page: two words\n"), {"one-page-two-words"})
        self.assertEqual(LINK.findall("[a](b.md) ![p](c.png)"), ["b.md"])

    def test_tables_of_pages_are_those_of_the_files_they_are_made_from(self):
        for tool in ("detector_tables", "layer_tables", "published_studies", "literature_map"):
            told = subprocess.run([sys.executable, "-B", str(ROOT / f"tools/{tool}.py"), "--check"], capture_output=True, text=True)
            self.assertEqual(told.returncode, 0, told.stderr)


if __name__ == "__main__":
    unittest.main()
