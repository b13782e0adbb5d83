"""Where answers come from and how far they go: both methods, advise, calibrate, train."""

import json
import pathlib

import program
from program import ProgramTest, main, trilayer

BANK = pathlib.Path(__file__).resolve().parents[2] / "trilayer" / "inference" / "bank.tri"

TABLE = """measure\tcondition\tside\tvalue\tstandard_error
ihi\tpaired 10 ms from the other hemisphere, 120 %RMT then 120 %RMT, rest\tleft\t1.05\t0.1
mirror_emg_ratio\tsustained contraction, intended right, 30 % force\tleft\t35\t5
"""


class Answers(ProgramTest):
    def table(self):
        file = self.folder / "lab.tsv"
        file.write_text(TABLE, encoding="utf-8")
        return file

    def answer(self, *options):
        return json.loads(self.succeeds("interpret", self.table(), "--format", "json", "--quiet", *options).stdout)

    def test_both_methods_answer_and_say_which_they_are(self):
        network, abc = self.answer(), self.answer("--method", "abc")
        self.assertEqual((network["method"], abc["method"]), ("network", "abc"))
        self.assertIsNone(network["hashes"]["bank"])
        self.assertIsNone(abc["hashes"]["network"])
        self.assertTrue(network["contributions"])
        self.assertFalse(abc["contributions"])
        self.assertIn("of_usual_at_age", network["callosal_gain"]["right"])
        for answer in (network, abc):
            for lateral in answer["lateralisation"].values():
                low, high = lateral["interval_90"]
                self.assertLessEqual(low, high)

    def test_the_draws_are_beside_the_answer(self):
        self.succeeds("interpret", self.table(), "--out", self.folder / "out", "--quiet")
        self.assertEqual((self.folder / "out" / "draws.nc").read_bytes()[:4], b"CDF\x01")

    def test_a_participant_whose_label_is_a_path_writes_nothing_elsewhere(self):
        rows = TABLE.splitlines()
        named = [rows[0] + "\tparticipant", rows[1] + "\t../../escape", rows[2] + "\t02"]
        file = self.folder / "two.tsv"
        file.write_text("\n".join(named) + "\n", encoding="utf-8")
        process = trilayer("interpret", file, "--out", self.folder / "out", "--quiet")
        if process.returncode == 0:
            names = sorted(path.name for path in (self.folder / "out").glob("draws*"))
            self.assertEqual(names, ["draws-02.nc", "draws-number-1.nc"])
        self.assertFalse((self.folder.parent / "escape.nc").exists())

    def test_advice_names_protocols_and_keeps_to_the_limits(self):
        advice = json.loads(self.succeeds("advise", self.table(), "--format", "json", "--quiet").stdout)
        names = [protocol["name"] for protocol in advice["protocols"]]
        self.assertIn("clinical", names)
        within = json.loads(self.succeeds("advise", "--most-minutes", "20", "--format", "json", "--quiet").stdout)
        for protocol in within["protocols"]:
            self.assertEqual(protocol["minutes"] > 20, protocol["left_out"] is not None, protocol)
        self.assertIn("--rmt", self.refuses("advise", "--ceiling", "80"))
        self.assertIn("protocol", self.succeeds("advise", "--protocol", "clinical", "--quiet").stdout)

    def test_calibration_on_sessions_that_were_not_learnt_from(self):
        plan = ("--seed", "77", "--sessions", "3", "--protocol", "wrong_hand_lead", "--pattern", "emg_only", "--quiet")
        scores = json.loads(self.succeeds("calibrate", *plan, "--format", "json").stdout)
        self.assertEqual(scores["seed"], 77)
        self.assertEqual([(p["name"], p["method"]) for p in scores["patterns"]], [("emg_only", "network"), ("emg_only", "abc")])
        for pattern in scores["patterns"]:
            self.assertEqual(pattern["sessions"], 3)
            for loading in pattern["loadings"]:
                self.assertEqual(sum(b["n"] for b in loading["bins"]), 3)
        page = self.folder / "page.html"
        self.assertIn("emg_only", self.succeeds("calibrate", *plan, "--method", "network", "--page", page).stdout)
        self.assertIn("<svg", page.read_text(encoding="utf-8"))
        self.assertIn("overwritten", self.refuses("calibrate", *plan, "--page", page))

    def test_sessions_that_were_learnt_from_are_refused(self):
        self.assertIn("same seed", self.refuses("calibrate", "--held-out", BANK, "--method", "network", "--quiet"))

    def test_training_where_it_was_built_else_the_reason(self):
        out = self.folder / "own.tri"
        if not (program.PROGRAM.parent / "trilayer-train").exists():
            self.assertIn("packages", self.refuses("train", BANK, "--out", out))
            return
        small = ("--members", 1, "--width", 8, "--blocks", 1, "--epochs", 1, "--jobs", 1, "--quiet")
        densities = self.folder / "densities.tsv"
        self.succeeds("train", BANK, "--out", out, "--densities", densities, *small)
        self.assertEqual(len(densities.read_text().splitlines()), 41)
        self.assertEqual(self.answer("--network", out)["method"], "network")
        self.assertEqual(trilayer("train", BANK, "--out", out, *small).returncode, 1)  # not overwritten


if __name__ == "__main__":
    main()
