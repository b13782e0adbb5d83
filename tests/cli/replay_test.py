"""Published studies beside the simulator, as users ask for them."""

import json
import pathlib
import unittest

from program import ProgramTest, main

PUBLISHED = pathlib.Path(__file__).resolve().parents[2] / "examples" / "published"
QUICK = ("--participants", "2", "--quiet")


class Replay(ProgramTest):
    def test_a_study_as_json_and_as_a_table(self):
        study = str(PUBLISHED / "cincotta_2002")
        whole = json.loads(self.succeeds("replay", study, *QUICK, "--format", "json").stdout)
        (one,) = whole["studies"]
        self.assertEqual(one["id"], "cincotta_2002")
        self.assertEqual(len(one["findings"]), 3)
        self.assertIn(one["findings"][1]["direction"], ("right", "not shown", "wrong"))
        text = self.succeeds("replay", study, *QUICK).stdout
        self.assertIn("10.1212/wnl.58.8.1290", text)
        self.assertIn("this project's reading", text)

    def test_the_same_for_any_number_of_jobs_and_another_seed_is_other_people(self):
        def run(*more):
            return self.succeeds("replay", str(PUBLISHED / "orth_rothwell_2004"), *QUICK, "--format", "tsv", *more).stdout
        self.assertEqual(run("--jobs", "1"), run("--jobs", "2"))
        self.assertNotEqual(run(), run("--seed", "2"))

    def test_what_is_no_study_is_refused(self):
        self.assertIn("holds no study", self.refuses("replay", str(PUBLISHED.parent / "dissociations")))
        self.is_wrong_usage("replay", str(PUBLISHED), "--participants", "1")


if __name__ == "__main__":
    main()
