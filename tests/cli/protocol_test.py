"""trilayer protocol: what comes with the program, and a laboratory's own file."""

import pathlib
import re
import unittest

from program import ProgramTest, main

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BLOCK = '[[block]]\nid = "a"\ntrials = 5\nhemisphere = "left"\nintensity = "120 %RMT"\ncontraction = "rest"\n'


class Protocol(ProgramTest):
    def file(self, text):
        path = self.folder / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def test_list_names_every_protocol_with_its_minutes(self):
        header, *rows = self.succeeds("protocol", "list").stdout.splitlines()
        self.assertIn("minutes", header)
        names = [row.split()[0] for row in rows]
        self.assertEqual(names[:2], ["mirror_battery", "clinical"])
        self.assertEqual(set(names), {path.stem for path in (SOURCE / "protocols").glob("*.toml")})
        self.assertLessEqual(int(rows[1].split()[-2]), 45)
        for row in rows:
            self.assertRegex(row, r" \d+ +\d+$")

    def test_show_has_a_line_for_every_block(self):
        text = self.succeeds("protocol", "show", "clinical").stdout
        self.assertIn("single pulse, 140 %RMT, left active at 30 %, right rest", text)
        blocks = int(re.search(r"(\d+) blocks", text)[1])
        self.assertEqual(len(text.partition("\nblock ")[2].splitlines()), blocks + 1)

    def test_what_show_prints_as_toml_is_a_protocol_again(self):
        path = self.file(self.succeeds("protocol", "show", "mirror_battery", "--format", "toml").stdout)
        checked = self.succeeds("protocol", "check", path).stdout
        self.assertIn("nothing to object to", checked)
        shown = self.succeeds("protocol", "show", "mirror_battery").stdout
        self.assertEqual(self.succeeds("protocol", "show", path).stdout, shown)
        self.assertIn(checked.splitlines()[1], shown)

    def test_show_says_what_is_measured_and_where_the_numbers_come_from(self):
        text = self.succeeds("protocol", "show", "ihi_intervals").stdout
        self.assertIn("measures: ihi, ihi_deepest,", text)
        self.assertRegex(text, r"\nsource: .*Ni et al\. 2009 \[V abstract\]\n")
        self.assertNotIn("source:", self.succeeds("protocol", "show", "clinical").stdout)

    def test_a_measure_that_is_none_is_refused(self):
        path = self.file('name = "mine"\nmeasures = ["ihi", "csp_duratoin"]\n' + BLOCK)
        self.assertIn("did you mean 'csp_duration'?", self.refuses("protocol", "check", path))

    def test_a_bad_protocol_is_refused_with_file_line_and_range(self):
        for line, parts in (
            ("interval_s = -1\n", ("mine.toml line 8", "0.25 to 600")),
            ("contraction_percent = 120\n", ("mine.toml line 8", "1 to 100")),
            ('site = "somewhere"\n', ("mine.toml line 8", "premotor")),
            ("hemispere = 1\n", ("mine.toml line 8", "did you mean 'hemisphere'?")),
        ):
            path = self.file('name = "mine"\n' + BLOCK + line)
            for command in ("check", "show"):
                message = self.refuses("protocol", command, path)
                for part in parts:
                    self.assertIn(part, message)

    def test_a_name_that_is_not_there_lists_those_that_are(self):
        message = self.refuses("protocol", "show", "mirror_batery")
        self.assertIn("did you mean 'mirror_battery'?", message)
        self.assertIn("clinical", message)
        self.refuses("protocol", "check", self.folder / "no.toml")

    def test_wrong_usage(self):
        self.is_wrong_usage("protocol")
        self.is_wrong_usage("protocol", "show")
        self.is_wrong_usage("protocol", "show", "clinical", "--format", "json")

    def test_a_title_cannot_rewrite_the_terminal(self):
        for control in ("\x1b", "\x9b"):
            path = self.file(f'name = "mine"\ntitle = "a\\u00{ord(control):02x}[2Jb"\n' + BLOCK)
            self.assertNotIn(control, self.succeeds("protocol", "show", path).stdout)

    def test_what_a_refusal_quotes_can_neither_rewrite_nor_flood_the_terminal(self):
        for line in ('site = "\\u001b[2J"\n', '"\\u001b[2J" = 1\n', '"\\u009b2J" = 1\n', '"\\u0000" = 1\n'):
            said = self.refuses("protocol", "check", self.file('name = "mine"\n' + BLOCK + line))
            self.assertFalse(set(said) & {"\x1b", "\x9b", "\0"}, repr(said))
            self.assertIn("allowed", said)
        said = self.refuses("protocol", "check", self.file('name = "mine"\n' + BLOCK + "q" * 900000 + " = 1\n"))
        self.assertLess(len(said), 10000)

    def test_tables_without_end_and_sessions_without_end_are_refused(self):
        deep = ".".join(["a"] * 200000)
        for text in (deep + " = 1\n", f"[{deep}]\nb = 1\n"):
            self.assertIn("line 1", self.refuses("protocol", "check", self.file(text)))
        path = self.file('name = "mine"\n' + BLOCK.replace("trials = 5", "trials = 1000\ninterval_s = 600"))
        self.assertIn("at most 10000 trials and 8 h", self.refuses("protocol", "check", path))


if __name__ == "__main__":
    main()
