"""Table of docs/explanation/published-studies.md from docs/explanation/published-studies.tsv.

usage: tools/published_studies.py [--check]

The TSV is written by `trilayer replay examples/published --format tsv`. Rewrites what stands in the page between
`<!-- table -->` and `<!-- end -->`; with --check it writes nothing and fails where that differs.
"""

import csv
import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs" / "explanation"


def number(text):
    return f"{float(text):.3g}" if text else ""


def published(row):
    parts = []
    if row["published"]:
        spread = f" (SD {number(row['sd'])})" if row["sd"] else ""
        unit = "" if row["unit"] == "1" else f" {row['unit']}"
        parts.append(number(row["published"]) + spread + unit)
    if row["relation"]:
        parts.append(f"{row['relation']} {row['against']}")
    return ", ".join(parts)


def simulated(row):
    if not row["simulated"]:
        return row["reason"]
    text = f"{number(row['simulated'])} ± {number(row['error'])}"
    if row["difference"]:
        text += f"; difference {float(row['difference']):+.3g} ± {number(row['difference_error'])}"
    return text


def words(row):
    said = ", ".join(word for word in (row["agreement"], row["direction"]) if word) or row["reason"]
    return said + (" (calibrated)" if row["calibrated"] == "true" else "")


def table(rows):
    lines = ["| study | finding | people | published | simulated | |", "|---|---|---:|---|---|---|"]
    for row in rows:
        study = f"[{row['study']}](../../examples/published/{row['study']}/study.toml)"
        lines.append(
            f"| {study} | {row['what']} ({row['group']}) | {row['people']} | {published(row)} | {simulated(row)} | {words(row)} |"
        )
    values = [row["agreement"] for row in rows if row["agreement"]]
    directions = [row["direction"] for row in rows if row["direction"]]
    lines += [
        "",
        f"{values.count('agrees')} of {len(values)} values agree; {directions.count('right')} of {len(directions)} directions are right, "
        f"{directions.count('not shown')} are not shown, {directions.count('wrong')} are wrong.",
    ]
    return "\n".join(lines)


def main():
    with open(DOCS / "published-studies.tsv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    page = DOCS / "published-studies.md"
    old = page.read_text(encoding="utf-8")
    new = re.sub(
        r"(<!-- table -->\n).*?(<!-- end -->)", lambda m: m.group(1) + table(rows) + "\n" + m.group(2), old, flags=re.S
    )
    if "--check" in sys.argv[1:]:
        return 0 if new == old else "docs/explanation/published-studies.md is not what tools/published_studies.py makes"
    page.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
