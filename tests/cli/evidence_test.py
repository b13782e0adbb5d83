"""What has been published, as users ask for it; a broken copy of the studies gives one message a fault."""

import csv
import io
import json
import pathlib
import shutil

from program import ProgramTest, main, trilayer

STUDIES = pathlib.Path(__file__).resolve().parents[2] / "evidence" / "studies"


class Evidence(ProgramTest):
    def test_list_filters_hold_together(self):
        text = self.succeeds("evidence", "list", "--layer", "III", "--verified", "--format", "tsv").stdout
        rows = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
        self.assertGreater(len(rows), 50)
        self.assertTrue(all("III" in row["layers"].split("+") and row["verified"] == "true" for row in rows))
        some = self.succeeds("evidence", "list", "--condition", "multiple_sclerosis", "--measure", "tct").stdout
        self.assertIn("F10.1", some)
        self.assertIn("multiple_sclerosis", self.refuses("evidence", "list", "--condition", "ms"))
        self.assertIn("is no measure", self.refuses("evidence", "list", "--measure", "colour"))
        self.is_wrong_usage("evidence", "list", "--layer", "IV")

    def test_search_wants_every_word_in_any_case(self):
        text = self.succeeds("evidence", "search", "giovannelli", "isp").stdout
        self.assertIn("D20.1", text)
        self.assertIn("0 studies", self.succeeds("evidence", "search", "giovannelli", "zebra").stdout)

    def test_show_says_everything_of_a_study(self):
        text = self.succeeds("evidence", "show", "C02").stdout
        for words in ("140.8 +- 30.2 ms", "0 of 7", "abstract", "by its authors"):
            self.assertIn(words, text)
        study = json.loads(self.succeeds("evidence", "show", "C02.2", "--format", "json").stdout)["studies"][0]
        self.assertEqual(study["citation"]["DOI"], "10.1002/ana.410430508")
        self.assertIn("is no study", self.refuses("evidence", "show", "Z99"))

    def test_coverage_counts_and_keeps_contradictions_visible(self):
        whole = json.loads(self.succeeds("evidence", "coverage", "--format", "json").stdout)
        counts = whole["counts"]
        self.assertLessEqual(counts["all"]["verified"], counts["all"]["findings"])
        self.assertEqual(counts["all"]["studies"], len(list(STUDIES.glob("*.toml"))))
        conflicts = {(c["condition"], c["measure"]) for c in whole["cells"] if c["contradicts_itself"]}
        self.assertIn(("als", "mirror_emg_ratio"), conflicts)
        self.assertIn("contradict each other", self.succeeds("evidence", "coverage").stdout)

    def test_exports_for_reference_managers_and_metafor(self):
        bib = self.succeeds("evidence", "export", "--format", "bibtex", "--measure", "tct").stdout
        self.assertIn("@article{F10,", bib)
        items = json.loads(self.succeeds("evidence", "export", "--format", "csl-json").stdout)
        self.assertTrue(all("id" in item and "type" in item for item in items))
        rows = list(csv.DictReader(io.StringIO(self.succeeds("evidence", "export", "--format", "csv").stdout)))
        (one,) = [row for row in rows if row["finding_id"] == "C02.2"]
        self.assertEqual((one["m1i"], one["sd2i"], one["n1i"], one["yi_type"]), ("140.8", "32", "7", "SMD"))
        # J (m1 - m2) / s by hand: s = sqrt((30.2^2 + 32^2) / 2) = 31.113, J = 0.93619 for 12 degrees of freedom
        self.assertAlmostEqual(float(one["yi"]), 0.93619 * (140.8 - 192.5) / 31.113, places=3)

    def test_norms_by_age_and_muscle_with_a_word(self):
        text = self.succeeds("evidence", "norms", "--measure", "tct", "--age", "40", "--value", "20").stdout
        (row,) = csv.DictReader(io.StringIO(text), delimiter="\t")
        self.assertEqual((row["z"], row["word"]), ("3.00", "increased"))
        self.assertEqual(len(self.succeeds("evidence", "norms", "--measure", "tct", "--age", "5").stdout.splitlines()), 1)

    def test_the_shipped_evidence_is_in_order(self):
        self.assertIn("no fault", self.succeeds("evidence", "check").stdout)

    def test_a_broken_copy_gives_one_exact_message_a_fault(self):
        copy = self.folder / "evidence"
        shutil.copytree(STUDIES.parent, copy)
        folder = copy / "studies"

        def broken(name, old, new):
            (path,) = folder.glob(name)
            text = path.read_text(encoding="utf-8")
            self.assertIn(old, text)
            path.write_text(text.replace(old, new, 1), encoding="utf-8")

        broken("D20_*", 'measure = "isp_other_hand_effect"', 'measure = "isp_of_the_moon"')
        broken("F10_*", "issued = 1998", "issued = 1950")
        broken("C02_*", 'locator = "abstract"\n', "")
        broken("A21_*", 'DOI = "10.1212/wnl.58.8.1290"', 'DOI = "10.1002/ana.410430508"')
        process = trilayer("evidence", "check", folder)
        self.assertEqual(process.returncode, 1)
        lines = process.stdout.splitlines()
        self.assertEqual(len(lines), 4, process.stdout)
        for words in ("isp_of_the_moon", "1950", "locator", "10.1002/ana.410430508"):
            self.assertEqual(sum(words in line for line in lines), 1, words)
        self.assertIn("4 faults", process.stderr)


if __name__ == "__main__":
    main()
