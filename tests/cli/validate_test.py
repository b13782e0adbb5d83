"""The facts against the model, as users ask for them."""

import json
import unittest

from program import ProgramTest, main

QUICK = ("--participants", "2", "--quiet")


class Validate(ProgramTest):
    def test_one_check_of_two_people_as_json(self):
        whole = json.loads(self.succeeds("validate", "--check", "T91", *QUICK, "--format", "json").stdout)
        self.assertEqual(set(whole), {"participants", "seed", "hashes", "facts"})
        self.assertEqual(whole["participants"], 2)
        (fact,) = whole["facts"]
        self.assertEqual(fact["id"], "T91")
        self.assertIsInstance(fact["simulated"], float)
        self.assertIn(fact["verdict"], ("inside", "outside"))
        self.assertNotIn("ablation", fact)

    def test_the_same_for_any_number_of_jobs_and_another_seed_is_other_people(self):
        def run(*more):
            return self.succeeds("validate", "--check", "T91", *QUICK, "--format", "tsv", *more).stdout
        self.assertEqual(run("--jobs", "1"), run("--jobs", "2"))
        self.assertNotEqual(run(), run("--seed", "2"))

    def test_ablations_are_shown_where_they_are_asked_for(self):
        text = self.succeeds("validate", "--check", "T53", "--ablations", *QUICK, "--format", "json").stdout
        (fact,) = json.loads(text)["facts"]
        self.assertEqual(fact["ablation"]["sets"], {"premotor_leak": 0.0})
        self.assertIn("verdict", fact["ablation"])

    def test_a_group_leaves_out_what_is_asked_of_others(self):
        text = self.succeeds("validate", "--check", "T43", "--group", "from_10", *QUICK, "--format", "json").stdout
        self.assertEqual([f["target"]["group"] for f in json.loads(text)["facts"]], ["from_10"])

    def test_the_list_says_why_a_check_is_out_of_scope_and_which_are_held_out(self):
        text = self.succeeds("validate", "--list").stdout
        self.assertRegex(text, r"T07 .*\(out of scope: ")
        self.assertRegex(text, r"T05 .*\(held out of the fit\)")

    def test_unknown_checks_and_groups_are_refused(self):
        self.assertIn("T999", self.refuses("validate", "--check", "T999"))
        self.assertIn("adult_seventies", self.refuses("validate", "--group", "old"))
        self.is_wrong_usage("validate", "--participants", "1")
        self.is_wrong_usage("validate", "--format", "html")


if __name__ == "__main__":
    main()
