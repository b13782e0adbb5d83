"""A person's decisions on trials: kept beside the data, applied from then on, never lost."""

import csv
import io
import unittest

from program import ProgramTest, main

DECIDED = ("--who", "AB", "--why", "coughed")


class Review(ProgramTest):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.succeeds("simulate", "clinical", "--out", self.data, "--quiet")
        rows = self.rows()
        self.block = next(r["block"] for r in rows if r["measure"] == "cmep_latency" and r["value"])

    def rows(self, *arguments):
        text = self.succeeds("measure", self.data, "--quiet", "--format", "tsv", "--per-trial", *arguments).stdout
        return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))

    def review(self, *arguments):
        return self.succeeds("review", self.data, "--block", self.block, *arguments, *DECIDED)

    def of_trial(self, trial, measure):
        return [r for r in self.rows() if (r["block"], r["trial"], r["measure"]) == (self.block, str(trial), measure)]

    def test_reject_then_accept(self):
        self.assertTrue(self.of_trial(2, "cmep_amplitude"))
        self.review("--trial", 2, "--reject")
        self.assertFalse(self.of_trial(2, "cmep_amplitude"))
        (excluded,) = self.of_trial(2, "quality.excluded")
        self.assertRegex(excluded["reason"], r"^rejected by AB on \d{4}-\d\d-\d\d: coughed$")
        measures = self.succeeds("measure", self.data, "--quiet", "--format", "tsv").stdout
        self.assertIn("trials left out: rejected by AB", measures)
        self.review("--trial", 2, "--accept")
        self.assertTrue(self.of_trial(2, "cmep_amplitude"))
        listed = self.succeeds("review", self.data, "--list").stdout
        self.assertRegex(listed, r"trial 2: rejected by AB on .*: coughed \[superseded\]\n")
        self.assertRegex(listed, r"trial 2: accepted by AB on .*: coughed\n")

    def test_a_moved_onset_is_the_onset(self):
        row = self.of_trial(1, "cmep_latency")[0]
        muscle = ("--side", row["side"], "--muscle", row["muscle"])
        self.review("--trial", 1, *muscle, "--measure", "cmep_latency", "--move", 23.75)
        values = [r["value"] for r in self.of_trial(1, "cmep_latency") if r["side"] == row["side"]]
        self.assertEqual(values, ["23.75"])

    def test_a_silence_cannot_end_before_its_response_begins(self):
        rows = self.rows()
        row = next(r for r in rows if r["measure"] == "csp_duration" and r["value"])
        same = ("block", "trial", "side", "muscle")
        onset = next(r for r in rows if r["measure"] == "cmep_latency" and r["value"] and all(r[k] == row[k] for k in same))
        move = ("review", self.data, "--block", row["block"], "--trial", row["trial"], "--side", row["side"], "--muscle", row["muscle"],
                "--measure", "csp_duration", *DECIDED, "--move")
        self.assertIn("before the response of this trial begins", self.refuses(*move, float(onset["value"]) - 1))
        self.assertFalse(list(self.data.glob("derivatives/trilayer/sub-*/emg/*_decisions.tsv")))
        self.succeeds(*move, float(onset["value"]) + 80)

    def test_the_decisions_stand_among_the_derivatives_and_only_grow(self):
        self.review("--trial", 1, "--reject")
        (file,) = self.data.glob("derivatives/trilayer/sub-*/emg/*_decisions.tsv")
        first = file.read_text()
        self.review("--trial", 1, "--accept")
        self.assertTrue(file.read_text().startswith(first))
        self.assertTrue((self.data / "derivatives/trilayer/dataset_description.json").exists())

    def test_what_cannot_be_decided_is_refused_and_nothing_is_written(self):
        before = sorted(self.data.rglob("*"))
        self.assertIn("name one from 1 to", self.refuses("review", self.data, "--block", self.block, "--trial", 999, "--reject", *DECIDED))
        self.assertIn("no block", self.refuses("review", self.data, "--block", "b9", "--trial", 1, "--reject", *DECIDED))
        self.refuses("review", self.data, "--block", self.block, "--trial", 1, "--move", 500, *DECIDED)
        self.is_wrong_usage("review", self.data, "--block", self.block, "--trial", 1, "--reject")
        self.is_wrong_usage("review", self.data, "--block", self.block, "--trial", 1, "--reject", "--accept", *DECIDED)
        self.is_wrong_usage("review", self.data)
        self.assertEqual(sorted(self.data.rglob("*")), before)

    def test_a_decision_that_keeps_the_data_closed_is_still_listed(self):
        self.review("--trial", 1, "--reject")
        (file,) = self.data.glob("derivatives/trilayer/sub-*/emg/*_decisions.tsv")
        file.write_text(file.read_text().replace(f"\t{self.block}\t1\t", f"\t{self.block}\t999\t"))
        self.refuses("measure", self.data)
        self.assertIn("trial 999: rejected", self.succeeds("review", self.data, "--list").stdout)
        before = file.read_text()
        message = self.refuses("review", self.data, "--block", self.block, "--trial", 2, "--reject", *DECIDED)
        self.assertIn("nothing is written", message)
        self.assertEqual(file.read_text(), before)
        self.review("--trial", 2, "--accept")

    def test_a_spoilt_row_is_refused_with_its_line(self):
        self.review("--trial", 1, "--reject")
        (file,) = self.data.glob("derivatives/trilayer/sub-*/emg/*_decisions.tsv")
        file.write_text(file.read_text().replace("\treject\t", "\tperhaps\t"))
        message = self.refuses("measure", self.data)
        self.assertIn("line 2, column decision", message)

    def test_decisions_of_another_version_are_applied_and_told(self):
        self.review("--trial", 1, "--reject")
        (file,) = self.data.glob("derivatives/trilayer/sub-*/emg/*_decisions.tsv")
        file.write_text(file.read_text().replace("\ttrilayer ", "\told trilayer "))
        process = self.succeeds("measure", self.data, "--format", "tsv", "--per-trial")
        self.assertIn("[decided_otherwise]", process.stderr)
        self.assertIn("rejected by AB", process.stdout)


class Exports(ProgramTest):
    def test_tables_for_other_programs_have_their_columns_and_rows(self):
        data = self.folder / "data"
        self.succeeds("simulate", "clinical", "--out", data, "--quiet")
        text = self.succeeds("measure", data, "--quiet", "--format", "mep-cmap").stdout
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertTrue({"File", "Segment", "PTP(mV)", "Latency(ms)", "PreStimRMS", "Outlier_Decision"} <= set(rows[0]))
        self.assertTrue(all(float(r["PTP(mV)"]) > 0 for r in rows if r["Outlier_Decision"] == "Include" and r["PTP(mV)"]))
        out = self.folder / "out"
        text = self.succeeds("measure", data, "--quiet", "--format", "hbmep", "--out", out).stdout
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertGreater(len(rows), 10)
        self.assertTrue(all(float(r["TMSIntensity"]) > 0 and float(r["PKPK_FDI"]) > 0 for r in rows))
        self.assertEqual((out / "hbmep.csv").read_text(), text)
        self.assertIn('response = ["PKPK_', (out / "hbmep.toml").read_text())


if __name__ == "__main__":
    main()
