"""trilayer simulate: a data set like any other, its truth only where it was asked for."""

import json
import unittest

from program import ProgramTest, main

PROTOCOL = """name = "short"
[[block]]
id = "rest-120"
trials = 6
hemisphere = "left"
intensity = "120 %RMT"
contraction = "rest"

[[block]]
id = "hold"
task = "sustained contraction"
trials = 3
interval_s = 4
intended = "right"
force_percent = 30
complexity = "simple"
task_duration_s = 1.5
"""


class Simulate(ProgramTest):
    def setUp(self):
        super().setUp()
        self.protocol = self.file("short.toml", PROTOCOL)
        self.out = self.folder / "out"

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def content(self, folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def test_what_is_written_is_measured_like_any_data_set(self):
        self.succeeds("simulate", self.protocol, "--out", self.out, "--quiet")
        result = json.loads(self.succeeds("measure", self.out, "--quiet", "--format", "json").stdout)
        found = {(row["measure"], row["side"], row["hemisphere"]): row for row in result["measurements"]}
        latency = found["cmep_latency", "right", "left"]
        self.assertEqual(latency["state"], "value", latency["reason"])
        self.assertEqual(latency["condition"], "single pulse, 120 %RMT, rest")
        self.assertIn(latency["trials"], range(3, 7))  # at 120 %RMT not every pulse need give a response

    def test_the_same_seed_gives_the_same_bytes_whatever_the_threads(self):
        for name, seed, jobs in (("a", 7, 1), ("b", 7, 2), ("c", 8, 2)):
            self.succeeds("simulate", self.protocol, "--out", self.folder / name, "--seed", seed, "--jobs", jobs)
        self.assertEqual(self.content(self.folder / "a"), self.content(self.folder / "b"))
        self.assertNotEqual(self.content(self.folder / "a"), self.content(self.folder / "c"))

    def test_the_truth_goes_where_it_was_asked_for_and_nowhere_else(self):
        participant = self.file("p.toml", 'label = "P3"\n[loadings]\n"supraspinal.left" = 0.25\n')
        said = ("--participant", participant, "--loading", "corticospinal.right=0.625", "--loading", "supraspinal.right=0.5")
        self.succeeds("simulate", self.protocol, "--out", self.out, *said, "--truth", self.folder / "truth.tsv")
        truth = (self.folder / "truth.tsv").read_text(encoding="utf-8")
        for row in ("corticospinal\tright\t0.625", "supraspinal\tleft\t0.25", "supraspinal\tright\t0.5"):
            self.assertIn(row, truth)
        for name, data in self.content(self.out).items():
            self.assertNotIn(b"corticospinal", data, name)
            self.assertNotIn(b"0.625", data, name)
        self.assertTrue((self.out / "sub-P3").is_dir())

    def test_nothing_is_overwritten(self):
        self.out.mkdir()
        (self.out / "mine").write_text("keep")
        truth = self.file("truth.tsv", "keep")
        self.assertIn("not an empty folder", self.refuses("simulate", self.protocol, "--out", self.out))
        self.refuses("simulate", self.protocol, "--out", self.folder / "new", "--truth", truth)
        self.refuses("simulate", self.protocol, "--out", self.folder / "new", "--truth", self.folder / "new" / "truth.tsv")
        self.refuses("simulate", self.protocol, "--out", self.folder / "new", "--truth", self.folder / "no" / "truth.tsv")
        self.assertEqual(truth.read_text(), "keep")
        self.assertEqual(self.left_behind(), ["out", "short.toml", "truth.tsv"])

    def test_places_that_no_file_can_have_are_refused_before_the_work(self):
        for out, truth in ((self.out, self.out), (f"{self.out}/", self.out / "truth.tsv")):
            said = self.refuses("simulate", self.protocol, "--out", out, "--truth", truth)
            self.assertIn("would stand in the data set", said)
        self.assertIn("names no file", self.refuses("simulate", self.protocol, "--out", self.out, "--truth", ""))
        self.assertEqual(self.left_behind(), ["short.toml"])

    def test_long_pairs_close_together_can_be_measured_and_longer_ones_are_refused(self):
        def pairs(interval):
            first = f'conditioning = {{ hemisphere = "left", intensity = "80 %RMT", interval_ms = {interval} }}\ninterval_s = 1.1\n'
            return self.file("pairs.toml", PROTOCOL.replace('contraction = "rest"\n', first))

        self.assertIn("from 0.1 to 1000", self.refuses("simulate", pairs(1050), "--out", self.out))
        self.succeeds("simulate", pairs(1000), "--out", self.out, "--quiet")
        events = next(self.out.rglob("*events.tsv")).read_text(encoding="utf-8")
        kinds = [line.split("\t")[2] for line in events.splitlines()[1:]]
        self.assertEqual(kinds[:12], ["segment_start", "tms_paired_same"] * 6)  # every pulse in the epoch of its trial
        self.succeeds("measure", self.out, "--quiet")

    def test_replaced_intensities_are_warned_of(self):
        unexcitable = self.file("p.toml", "[parameters]\nthreshold = 240\n")
        said = ("simulate", self.protocol, "--participant", unexcitable)
        self.assertIn("[stimulator_ceiling]", self.succeeds(*said, "--out", self.folder / "a").stderr)
        self.assertEqual(self.succeeds(*said, "--out", self.folder / "b", "--quiet").stderr, "")

    def test_what_cannot_be_simulated_is_refused_and_leaves_nothing(self):
        for said, part in (
            ("corticospinal.right=1.5", "from 0 to 1"),
            ("corticospinal.right", "from 0 to 1"),
            ("corticospinal.right=nan", "from 0 to 1"),
            ("corticospinl.right=0.5", "did you mean 'corticospinal.right'?"),
            ("corticospinal=0.5", "corticospinal.left"),
        ):
            self.assertIn(part, self.refuses("simulate", self.protocol, "--out", self.out, "--loading", said))
        self.assertIn("mirror_battery", self.refuses("simulate", "no_such", "--out", self.out))
        bad = self.file("p.toml", "age = 34\n[parameters]\ngaba_a = -1\n")
        message = self.refuses("simulate", self.protocol, "--out", self.out, "--participant", bad)
        self.assertIn("p.toml line 3", message)
        other = self.file("other.toml", PROTOCOL.replace('name = "short"\n', 'name = "x"\nmuscles = ["tongue"]\n'))
        self.assertIn("tongue", self.refuses("simulate", other, "--out", self.out))
        self.assertEqual(self.left_behind(), ["other.toml", "p.toml", "short.toml"])

    def test_wrong_usage(self):
        self.is_wrong_usage("simulate", self.protocol)
        for seed in ("-1", "x", "1.5"):
            self.is_wrong_usage("simulate", self.protocol, "--out", self.out, "--seed", seed)


if __name__ == "__main__":
    main()
