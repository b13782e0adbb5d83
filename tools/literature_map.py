"""Tables and picture of docs/explanation/literature-map.md from docs/explanation/literature-map.json.

usage: tools/literature_map.py [--check]

The JSON is written by `trilayer evidence coverage --format json`. Rewrites what stands in the page between
`<!-- NAME -->` and `<!-- end -->`, and docs/pictures/literature-map.svg; with --check it writes nothing and fails where
one of them differs.
"""

import html
import json
import math
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "literature-map.md"
PICTURE = ROOT / "docs" / "pictures" / "literature-map.svg"
LAYERS = ["I", "II", "III", "none"]
COLOURS = {"I": "#0072b2", "II": "#7b3294", "III": "#d55e00", "none": "#777777"}


def read():
    data = json.loads((ROOT / "docs" / "explanation" / "literature-map.json").read_text(encoding="utf-8"))
    with open(ROOT / "evidence" / "conditions.toml", "rb") as file:
        names = {c["id"]: c["name"] for c in tomllib.load(file)["condition"]}
    return data, names


def by_condition(data):
    table = {}
    for row in data["conditions"]:
        table.setdefault(row["condition"], {})[row["layer"]] = row
    return dict(sorted(table.items(), key=lambda item: -sum(r["verified"] for r in item[1].values())))


def counts(data):
    lines = ["| | studies | of them verified | findings | of them seen in their source |", "|---|---:|---:|---:|---:|"]
    for key in ["all", *LAYERS]:
        c = data["counts"][key]
        name = {"all": "all", "none": "under no layer"}.get(key, f"layer {key}")
        lines.append(f"| {name} | {c['studies']} | {c['verified_studies']} | {c['findings']} | {c['verified']} |")
    return "\n".join(lines)


def conditions(data, names):
    lines = ["| condition | I | II | III | none |", "|---|---:|---:|---:|---:|"]
    for condition, row in by_condition(data).items():
        cells = [f"{row[k]['verified']} ({row[k]['findings']})" if k in row else "" for k in LAYERS]
        lines.append(f"| {names.get(condition, condition)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def mixtures(data, names):
    rows = [(c, [k for k in LAYERS[:3] if k in row and row[k]["verified"]]) for c, row in by_condition(data).items()]
    lines = []
    for count in (3, 2):
        said = [f"{names.get(c, c)} ({'+'.join(k)})" for c, k in rows if len(k) == count]
        lines.append(f"- Verified findings under {'all three layers' if count == 3 else 'two layers'}: {'; '.join(said)}.")
    for layer in LAYERS[:3]:
        said = [names.get(c, c) for c, k in rows if layer in k and c != "healthy"]
        lines.append(f"- Diseases with verified findings under layer {layer} ({len(said)}): {'; '.join(said)}.")
    return "\n".join(lines)


def conflicts(data, names):
    lines = ["| condition | measure | layer | directions | for | against | findings |", "|---|---|---|---|---:|---:|---|"]
    for c in data["cells"]:
        if c["contradicts_itself"]:
            lines.append(
                f"| {names.get(c['condition'], c['condition'])} | `{c['measure']}` | {c['layer']} | {', '.join(c['directions'])} | "
                f"{c['for']} | {c['against']} | {', '.join(c['ids'])} |"
            )
    return "\n".join(lines)


def empty(data):
    return "\n".join(f"- Layer {k}: {', '.join(f'`{m}`' for m in v)}." for k, v in data["uncovered"].items())


def picture(data, names):
    table = by_condition(data)
    height = 70 + 22 * len(table)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 880 {height}" font-family="sans-serif" font-size="13" role="img">',
        "<title>Verified findings by condition and layer; area of a circle by their number</title>",
        "<style>text{fill:#222}line{stroke:#ddd}@media(prefers-color-scheme:dark){text{fill:#eee}line{stroke:#444}}</style>",
    ]
    for k, layer in enumerate(LAYERS):
        word = "no layer" if layer == "none" else f"layer {layer}"
        parts.append(f'<text x="{560 + 85 * k}" y="24" text-anchor="middle" font-weight="bold">{word}</text>')
    for i, (condition, row) in enumerate(table.items()):
        y = 52 + 22 * i
        parts.append(f'<line x1="10" x2="870" y1="{y + 11}" y2="{y + 11}"/>')
        parts.append(f'<text x="515" y="{y + 4}" text-anchor="end">{html.escape(names.get(condition, condition))}</text>')
        for k, layer in enumerate(LAYERS):
            n = row.get(layer, {}).get("verified", 0)
            if n:
                x, r = 560 + 85 * k, max(1.5, 1.05 * math.sqrt(n))
                parts.append(f'<circle cx="{x}" cy="{y}" r="{r:.1f}" fill="{COLOURS[layer]}"/>')
                parts.append(f'<text x="{x + 16}" y="{y + 4}" font-size="11">{n}</text>')
    return "\n".join(parts) + "\n</svg>\n"


def main():
    data, names = read()
    made = {
        "counts": counts(data),
        "conditions": conditions(data, names),
        "mixtures": mixtures(data, names),
        "conflicts": conflicts(data, names),
        "empty": empty(data),
    }
    old = new = PAGE.read_text(encoding="utf-8")
    for name, text in made.items():
        new = re.sub(rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m: m.group(1) + text + "\n" + m.group(2), new, flags=re.S)
    drawn = picture(data, names)
    if "--check" in sys.argv[1:]:
        same = new == old and PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == drawn
        return 0 if same else "literature-map.md or its picture is not what tools/literature_map.py makes of literature-map.json"
    PAGE.write_text(new, encoding="utf-8")
    PICTURE.write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
