"""trilayer evidence pool: on a small folder of studies written here, whose numbers are made up and say so."""

import csv
import io
import json

from program import ProgramTest, main

STUDY = """
id = "{id}"
design = "case_control"
read = "abstract"
verified = true
status = "single_extraction"
seen_at = ["made up for a test"]

[citation]
type = "article-journal"
authors = [ {{ family = "{family}", given = "A" }} ]
authors_complete = true
issued = 2001
title = "Made up for a test {id}"
container_title = "No journal"
DOI = "10.1000/{id}"
mark = "seen"

[[group]]
id = "people"
what = "people with multiple sclerosis"
n = {n}
condition = "multiple_sclerosis"
mirror_movements = "not_reported"

[[group]]
id = "controls"
what = "healthy controls"
n = {n}
condition = "healthy"

[[finding]]
id = "{id}.1"
statement = "The silent period was longer."
measure = "isp_duration"
during = "contraction"
groups = ["people", "controls"]
comparison = "controls"
direction = "prolonged"
values = [ {values} ]
layers = ["II"]
supports = "neutral"
assignment = "mapping"
locator = "abstract"
mark = "seen"
"""
MEAN = '{{ group = "{}", kind = "mean_sd", value = {}, error = {}, unit = "ms" }}'
MEDIAN = '{ group = "people", kind = "median_iqr", value = 50, low = 40, high = 60, unit = "ms" }'


class EvidencePool(ProgramTest):
    def setUp(self):
        super().setUp()
        self.studies = self.folder / "studies"
        self.studies.mkdir()
        for name, family, n, mean, spread in (
            ("Z1", "Alder", 24, 48, 21),
            ("Z2", "Birch", 10, 45, 12),
            ("Z3", "Cedar", 40, 38, 9),
        ):
            values = ", ".join((MEAN.format("people", mean, spread), MEAN.format("controls", 39, 10)))
            self.write(name, family, n, values)
        self.write("Z4", "Dogwood", 12, MEDIAN)

    def write(self, name, family, n, values):
        text = STUDY.format(id=name, family=family, n=n, values=values)
        (self.studies / f"{name}_{family.lower()}_2001.toml").write_text(text, encoding="utf-8")

    def pool(self, *arguments):
        return self.succeeds("evidence", "pool", "isp_duration", "--studies", self.studies, *arguments).stdout

    def test_the_text_names_every_study_in_or_out(self):
        text = self.pool("--effect", "md")
        for family in ("Alder", "Birch", "Cedar"):
            self.assertIn(f"{family} 2001", text)
        self.assertIn("Left out (1)", text)
        self.assertIn("Z4.1 Dogwood 2001: ", text)
        self.assertIn("difference of means, ms", text)
        self.assertIn("Hartung-Knapp", text)

    def test_json_and_tsv_carry_the_same_effects(self):
        read = json.loads(self.pool("--effect", "md", "--format", "json"))
        rows = list(csv.DictReader(io.StringIO(self.pool("--effect", "md", "--format", "tsv")), delimiter="\t"))
        self.assertEqual([one["study"] for one in read["findings"]], ["Z1", "Z2", "Z3"])
        self.assertEqual([row["study"] for row in rows], ["Z1", "Z2", "Z3"])
        self.assertAlmostEqual(float(rows[0]["yi"]), 9.0)
        self.assertAlmostEqual(float(rows[0]["vi"]), (21**2 + 10**2) / 24)
        self.assertAlmostEqual(read["findings"][0]["vi"], (21**2 + 10**2) / 24)
        self.assertEqual(read["result"]["studies"], 3)
        self.assertEqual(read["left_out"][0]["finding"], "Z4.1")

    def test_plots_are_written_once(self):
        forest, funnel = self.folder / "forest.svg", self.folder / "funnel.svg"
        self.pool("--forest", forest, "--funnel", funnel)
        for file in (forest, funnel):
            self.assertTrue(file.read_text(encoding="utf-8").startswith("<svg xmlns="))
        message = self.refuses("evidence", "pool", "isp_duration", "--forest", forest)
        self.assertIn("is not overwritten", message)

    def test_where_nothing_can_be_pooled_this_is_said_with_the_reasons(self):
        text = self.pool("--effect", "log_odds")
        self.assertIn("No finding can be pooled.", text)
        self.assertIn("Left out (4)", text)
        forest = self.folder / "forest.svg"
        question = ("evidence", "pool", "isp_duration", "--studies", self.studies, "--effect", "log_odds")
        self.assertIn("nothing to draw", self.refuses(*question, "--forest", forest))
        self.assertFalse(forest.exists())

    def test_unknown_measures_conditions_and_words_are_refused(self):
        self.assertIn("perhaps 'isp_duration'", self.refuses("evidence", "pool", "isp_duratoin"))
        self.assertIn("is no condition", self.refuses("evidence", "pool", "isp_duration", "--condition", "nonsense"))
        self.assertIn("cohen", self.is_wrong_usage("evidence", "pool", "isp_duration", "--effect", "cohen"))


if __name__ == "__main__":
    main()
