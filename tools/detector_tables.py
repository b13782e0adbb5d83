"""Tables of docs/explanation/detectors.md from the scores of the benchmark.

usage: tools/detector_tables.py [--check]

Reads docs/explanation/detectors.tsv (written by `trilayer benchmark detectors --format tsv`) and rewrites what stands
in the page between `<!-- NAME -->` and `<!-- end -->`. With --check it writes nothing and fails where the page differs.
"""

import csv
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "explanation"
OWN = "trilayer"


def table(head, rows):
    """Markdown, the first column of text and all others of numbers."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def distinct(scores, column):
    return list(dict.fromkeys(score[column] for score in scores))


def only(scores, **wanted):
    return [s for s in scores if all(s[column] in (value if isinstance(value, list) else [value]) for column, value in wanted.items())]


def error(score, prefix=""):
    bias, spread = score[prefix + "bias"], score[prefix + "spread"]
    return f"{float(bias):+.1f} ± {float(spread):.1f}" if bias else "-"


def by_method(scores, effects, cell, more=()):
    """A row a method, a column an effect; then the columns of `more`: title and what to show of the method's scores."""
    rows = []
    for method in distinct(scores, "method"):
        of_it = only(scores, method=method)
        cells = [cell(only(of_it, effect=effect)[0]) for effect in effects]
        name = "**this program**" if method == OWN else f"`{method}`"
        rows.append([name, *cells, *(show(of_it) for _, show in more)])
    return table(["method", *effects, *(title for title, _ in more)], rows)


def found_and_error(score):
    late = f", {score['censored_percent']} % open" if score["censored_percent"] else ""
    return f"{score['found_percent']} %{late}: {error(score)}"


def both_ends(score):
    return f"{score['found_percent']} %: {error(score)}, {error(score, 'end_')}"


def alarms(scores):
    """Of all nulls together; of one decision each."""
    nulls = [(float(s["false_alarms_percent"]), int(s["nulls"])) for s in scores if s["nulls"]]
    total = sum(n for _, n in nulls)
    return f"{sum(share * n for share, n in nulls) / total:.1f} %" if total else "-"


def onset_table(all_scores):
    scores = only(all_scores, task="cmep_onset", rate_hz="5000", background_uv="100")
    return by_method(scores, distinct(scores, "effect"), found_and_error, [("false alarms", alarms)])


def end_table(all_scores):
    scores = only(all_scores, task="csp_end", rate_hz="5000", background_uv="100")
    return by_method(scores, distinct(scores, "effect"), found_and_error, [("claimed where no silence was", alarms)])


def presence_table(all_scores, task, cell):
    scores = only(all_scores, task=task, rate_hz="5000", trials="20")
    effects = [e for e in distinct(scores, "effect") if e != "nothing"]
    nulls = [("false alarms, all rates and numbers of trials", lambda of_it: alarms(only(all_scores, task=task, method=of_it[0]["method"])))]
    return by_method(scores, effects, cell, nulls)


def interval_table(all_scores):
    scores = only(all_scores, task="intervals")
    heads = [f"{rate} Hz, {background} uV" for rate in distinct(scores, "rate_hz") for background in distinct(scores, "background_uv")]
    rows = []
    for effect in distinct(scores, "effect"):
        of_it = only(scores, effect=effect)
        rows.append([f"`{effect}`"] + [s["covered_percent"] + " %" if s["covered_percent"] else "-" for s in of_it])
    return table(["95 % interval of", *heads], rows)


def difference_table(all_scores):
    scores = only(all_scores, task="imep_class", method="imep_latency_difference")
    rows = [[f"{s['effect']} (EMG {s['background_uv']} uV)", s["found_percent"] + " %", error(s),
             (s["covered_percent"] or "-") + (" %" if s["covered_percent"] else "")] for s in scores if s["effect"] != "nothing"]
    return table(["drawn", "given", "bias ± spread, ms", "95 % interval covers"], rows)


def class_table(all_scores):
    scores = only(all_scores, task="imep_class")
    called = [m for m in distinct(scores, "method") if m != "imep_latency_difference"]
    rows = []
    for background in distinct(scores, "background_uv"):
        for effect in distinct(scores, "effect"):
            cells = [only(scores, background_uv=background, effect=effect, method=m) for m in called]
            if all(cells):
                rows.append([f"{effect} (EMG {background} uV)"] + [c[0]["found_percent"] + " %" if c[0]["found_percent"] else "-" for c in cells])
    return table(["drawn", *called], rows)


def threshold_table(all_scores):
    scores = only(all_scores, task="thresholds")
    cell = lambda s: f"{s['found_percent']} %: {error(s)}" + (f", covers {s['covered_percent']} %" if s["covered_percent"] else "")
    return by_method(scores, distinct(scores, "effect"), cell)


def alarm_table(all_scores):
    scores = only(all_scores, task="false_alarms")
    rates = distinct(scores, "rate_hz")
    rows = []
    for effect in distinct(scores, "effect"):
        of_it = only(scores, effect=effect)
        rows.append([effect] + [f"{s['false_alarms_percent']} %" for s in of_it] + [alarms(of_it)])
    for claim in dict.fromkeys(s["effect"].split(",")[0] for s in scores):
        of_it = [s for s in scores if s["effect"].startswith(claim + ",")]
        rows.append([f"**{claim}, all**"] + [alarms(only(of_it, rate_hz=rate)) for rate in rates] + [alarms(of_it)])
    return table(["claim, artefact", *(f"{rate} Hz" for rate in rates), "all rates"], rows)


TABLES = {
    "onset": onset_table,
    "end_of_silence": end_table,
    "imep": lambda scores: presence_table(scores, "imep", lambda s: s["found_percent"] + " %"),
    "isp": lambda scores: presence_table(scores, "isp", both_ends),
    "intervals": interval_table,
    "difference": difference_table,
    "class": class_table,
    "thresholds": threshold_table,
    "alarms": alarm_table,
}


def main():
    with open(FOLDER / "detectors.tsv", encoding="utf-8", newline="") as file:
        scores = list(csv.DictReader(file, delimiter="\t"))
    page = FOLDER / "detectors.md"
    text = page.read_text(encoding="utf-8")
    new = re.sub(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}{TABLES[m[2]](scores)}\n{m[3]}", text, flags=re.S)
    if "--check" in sys.argv[1:]:
        sys.exit(0 if new == text else "docs/explanation/detectors.md: its tables are not those of detectors.tsv; run tools/detector_tables.py")
    page.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
