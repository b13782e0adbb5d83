"""The answer as its users meet it: from a recording, a data set and a table of measures."""

import json
import os
import pathlib
import re
import shutil
import tempfile
import unittest

from program import ProgramTest, main, trilayer

TABLE = """measure\tcondition\tside\tvalue\tparticipant
ihi\tpaired 10 ms from the other hemisphere, 120 %RMT then 120 %RMT, rest\tleft\t0.62\t01
ihi\tpaired 10 ms from the other hemisphere, 120 %RMT then 120 %RMT, rest\tleft\t0.97\t02
cmep_latency\tsingle pulse, 120 %RMT, rest\tright\t21.4\t01
"""


class Interpret(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="trilayer-cli-"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)
        cls.table = cls.place / "lab.tsv"
        cls.table.write_text(TABLE, encoding="utf-8")
        process = trilayer("interpret", cls.table, "--format", "json", "--quiet")
        cls.json = json.loads(process.stdout)

    def test_a_table_of_two_participants_gives_one_answer_each(self):
        self.assertEqual([p["participant"] for p in self.json["participants"]], ["01", "02"])
        for participant in self.json["participants"]:
            for direction in ("right", "left"):
                for layer in ("corticospinal", "transcallosal", "supraspinal"):
                    loading = participant["directions"][direction][layer]
                    self.assertLessEqual(0, loading["presence"])
                    self.assertLessEqual(loading["presence"], 1)
                    self.assertGreaterEqual(loading["information_gained_bits"], 0)
        self.assertNotIn(str(self.place), json.dumps(self.json))  # folders may name people

    def test_rows_that_are_no_feature_are_said(self):
        (self.folder / "area.tsv").write_text(
            TABLE.replace("\tparticipant", "").replace("\t01", "").replace("\t02", "").replace("left\t0.97", "right\t0.97")
            + "cmep_area\tsingle pulse, 120 %RMT, rest\tright\t4.2\n"
        )
        answer = json.loads(self.succeeds("interpret", self.folder / "area.tsv", "--format", "json", "--quiet").stdout)
        said = [warning["text"] for warning in answer["warnings"] if warning["code"] == "not_used"]
        self.assertEqual(len(said), 1, answer["warnings"])
        self.assertIn("cmep_area (1 row)", said[0])
        self.assertNotIn("ihi", said[0])

    def test_entered_values_are_named_as_not_used_and_impossible_ones_refused(self):
        rows = "measure\tcondition\tside\tvalue\tmuscle\nihi\tpaired 10 ms from the other hemisphere, "
        rows += "120 %RMT then 120 %RMT, rest\tleft\t0.62\tFDI\nwoods_teuber\tphasic movement, intended right\tleft\t"
        (self.folder / "score.tsv").write_text(rows + "3\tFDI\n")
        answer = json.loads(self.succeeds("interpret", self.folder / "score.tsv", "--format", "json", "--quiet").stdout)
        said = [warning["text"] for warning in answer["warnings"] if warning["code"] == "not_used"]
        self.assertIn("woods_teuber (1 row)", said[0])
        (self.folder / "score.tsv").write_text(rows + "7\tFDI\n")
        message = self.refuses("interpret", self.folder / "score.tsv")
        self.assertIn("line 3, column value", message)
        self.assertIn("from 0 to 4 points", message)

    def test_a_table_of_another_kind_is_told_how_to_be_saved(self):
        (self.folder / "lab.csv").write_text("measure,condition,side,value\n")
        message = self.refuses("interpret", self.folder / "lab.csv")
        self.assertIn("tab-separated", message)
        self.assertIn(".tsv", message)

    def test_what_bears_on_nothing_is_not_informed_and_what_was_lacking_is_listed(self):
        (self.folder / "few.tsv").write_text(
            "measure\tcondition\tside\tvalue\ncmep_latency\tsingle pulse, 120 %RMT, rest\tright\t21.4\n"
        )
        answer = json.loads(self.succeeds("interpret", self.folder / "few.tsv", "--format", "json", "--quiet").stdout)
        for layer in ("transcallosal", "supraspinal"):
            for direction in ("right", "left"):
                self.assertIn(f"{layer}.{direction}", answer["not_informed"])
        self.assertEqual(answer["leading"], [])
        self.assertTrue(any("IHI" in words for words in answer["lacked"]))

    def test_out_writes_the_answer_the_measures_and_the_page(self):
        out = self.folder / "results"
        process = self.succeeds("interpret", self.table, "--out", out)
        self.assertEqual(
            sorted(p.name for p in out.iterdir()), ["draws-01.nc", "draws-02.nc", "interpretation.json", "measures.tsv", "report.html"]
        )
        self.assertEqual(json.loads((out / "interpretation.json").read_text()), self.json)
        self.assertIn("Validated on simulation only", process.stdout)
        page = (out / "report.html").read_text(encoding="utf-8")
        self.assertIn("Validated on simulation only", page)
        self.assertIn("<svg", page)
        self.assertIn("muscle_not_stated", process.stderr)
        again = self.succeeds("interpret", out / "measures.tsv", "--format", "json", "--quiet")
        one, two = json.loads(again.stdout), self.json
        self.assertEqual(one["participants"], two["participants"])

    def test_every_loading_stands_in_the_printed_table(self):
        printed = self.succeeds("interpret", self.table, "--quiet").stdout
        self.assertEqual(len(re.findall(r"^  (?:I|II|III) +(?:cortico|trans|supra)", printed, re.M)), 12)


class Refusals(ProgramTest):
    """These hold with any bank."""

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_a_table_that_is_no_measures_table(self):
        pulses = self.write("pulses.tsv", "onset\ttms_side\n1.0\tleft\n")
        self.assertIn("no column measure", self.refuses("interpret", pulses))

    def test_a_cell_that_is_not_understood_comes_with_its_line(self):
        table = self.write("lab.tsv", "measure\tcondition\tside\tvalue\nsici\tc\tleft\t0,4\n")
        message = self.refuses("interpret", table, "--out", self.folder / "out")
        self.assertIn("lab.tsv, line 2, column value", message)
        self.assertEqual(self.left_behind(), ["lab.tsv"])

    def test_a_cell_of_control_characters_can_neither_rewrite_the_terminal_nor_cut_the_advice(self):
        for cell in ("\x1b[2J", "\0", "\x9b2J"):
            table = self.write("lab.tsv", f"measure\tcondition\tside\tvalue\nsici\tc\tleft\t{cell}\n")
            self.assertFalse(set(self.refuses("interpret", table)) & set("\x1b\0\x9b"))

    def test_a_table_has_no_markers(self):
        table = self.write("lab.tsv", TABLE)
        self.assertIn("--pulse-marker", self.refuses("interpret", table, "--pulse-marker", "S1", "--hemisphere", "left"))

    def test_a_bank_that_is_none(self):
        table = self.write("lab.tsv", TABLE)
        bank = self.write("mine.tri", "something else")
        self.assertIn("mine.tri", self.refuses("interpret", table, "--bank", bank))
        self.assertIn("none.tri", self.refuses("interpret", table, "--bank", self.folder / "none.tri"))

    def test_a_full_output_folder_is_left_alone(self):
        table = self.write("lab.tsv", TABLE)
        self.assertIn(str(self.folder), self.refuses("interpret", table, "--out", self.folder))
        self.assertEqual(self.left_behind(), ["lab.tsv"])

    def test_a_recording_that_is_not_there(self):
        self.assertIn("none.vhdr", self.refuses("interpret", self.folder / "none.vhdr"))


@unittest.skipUnless(os.environ.get("TRILAYER_RECORDINGS"), "TRILAYER_RECORDINGS is not set")
class RealRecording(ProgramTest):
    """Single pulses of the left hemisphere at rest, nothing else: little can be known from them."""

    def test_it_says_what_it_cannot_know(self):
        recordings = pathlib.Path(os.environ["TRILAYER_RECORDINGS"])
        file = recordings / "tms-analysis-toolbox" / "brainvision" / "Example Data 1.vhdr"
        if not file.exists():
            self.skipTest(f"{file.name} is not there")
        answer = json.loads(
            self.succeeds("interpret", file, "--pulse-marker", "S255", "--hemisphere", "left", "--format", "json").stdout
        )
        for direction in ("right", "left"):
            for layer in ("transcallosal", "supraspinal"):
                self.assertLess(answer["directions"][direction][layer]["information_gained_bits"], 0.3)
                self.assertIn(f"{layer}.{direction}", answer["not_informed"])
        self.assertEqual(answer["leading"], [])
        self.assertTrue(any("IHI" in words for words in answer["lacked"]))


if __name__ == "__main__":
    main()
