"""Tables and picture of docs/explanation/layers.md from the measures over graded loadings.

usage: tools/layer_tables.py [--check]

Reads docs/explanation/layers.tsv (written by tools/dose_response) and rewrites what stands in the page between
`<!-- NAME -->` and `<!-- end -->`, and docs/pictures/layers.svg. With --check it writes nothing and fails where one
of them differs.
"""

import csv
import html
import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
DOSES = ["0", "0.25", "0.5", "0.75", "1"]
COLOURS = {"I": "#0072b2", "II": "#7b3294", "III": "#d55e00", "II and III": "#333333"}
DASHES = {"I": "", "II": "7 3", "III": "2 3", "II and III": "9 3 2 3"}
# Title with unit, measure, block, side.
ROWS = [
    ("cMEP at rest, 120 %RMT (mV)", "cmep_amplitude", "rest-120-right", "left"),
    ("cMEP latency, contracting (ms)", "cmep_latency", "active-contralateral-right", "left"),
    ("SICI (ratio)", "sici", "sici-3-right", "left"),
    ("ICF (ratio)", "icf", "icf-12-right", "left"),
    ("LICI (ratio)", "lici", "lici-100-right", "left"),
    ("IHI at 10 ms (ratio)", "ihi", "ihi-10-right", "left"),
    ("IHI at 40 ms (ratio)", "ihi", "ihi-40-right", "left"),
    ("IHI at 10 ms, iMEP subtracted (ratio)", "ihi_subtracted", "ihi-10-right", "left"),
    ("conditioning alone over test response", "conditioning_alone_ratio", "ihi-10-alone-right", "left"),
    ("iMEP at rest, 140 %RMT (mV)", "imep_amplitude", "rest-140-left", "left"),
    ("iMEP over cMEP, contracting", "imep_ratio", "active-ipsilateral-left", "left"),
    ("iMEP later than cMEP, contracting (ms)", "imep_latency_difference", "active-ipsilateral-left", "left"),
    ("CSP (ms)", "csp_duration", "active-contralateral-right", "left"),
    ("CSP, both pulses more than one (ms)", "csp_both_pulses_change", "together-right", "left"),
    ("iSP depth (%)", "isp_depth", "active-ipsilateral-left", "left"),
    ("iSP duration (ms)", "isp_duration", "active-ipsilateral-left", "left"),
    ("iSP area (ms)", "isp_area", "active-ipsilateral-left", "left"),
    ("TCT (ms)", "tct", "active-ipsilateral-left", "left"),
    ("mirror EMG, force of 10 % (%)", "mirror_emg_ratio", "hold-10-right", "left"),
    ("mirror EMG, 30 % (%)", "mirror_emg_ratio", "hold-30-right", "left"),
    ("mirror EMG, 60 % (%)", "mirror_emg_ratio", "hold-60-right", "left"),
    ("mirror EMG, complex over simple (ratio)", "mirror_demand_gain", "hold-30-complex-right", "left"),
    ("mirror EMG later, brief movement (ms)", "mirror_emg_lag", "move-30-right", "left"),
    ("wrong hand first in a choice (share)", "wrong_hand_lead", "choice-right", "left"),
]


def read():
    with open(DOCS / "explanation" / "layers.tsv", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def cell(scores, row, layers, dose):
    _, measure, block, side = row
    for s in scores:
        if (s["layers"], s["loading"], s["measure"], s["side"]) == (layers, dose, measure, side) and s["block"].split("+")[0] == block:
            return s
    return None


def share(s):
    values, absent = int(s["values"]), int(s["absent"])
    return values / (values + absent) if values + absent else 0.0


def text(s):
    """Mean of those who have it; the share of them where somebody has not; c where half of the values are confounded."""
    if s is None:
        return ""
    if int(s["values"]) == 0:
        return "absent"
    has = "" if share(s) > 0.995 else f" ({100 * share(s):.0f} %)"
    mark = " c" if 2 * int(s["confounded"]) > int(s["values"]) else ""
    return f"{float(s['mean']):.3g}{mark}{has}"


def table(scores, layers):
    lines = ["| measure | " + " | ".join(DOSES) + " |", "|---|" + "---:|" * len(DOSES)]
    for row in ROWS:
        cells = [text(cell(scores, row, layers, dose)) for dose in DOSES]
        if any(cells):
            lines.append(f"| {row[0]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def reversals(scores):
    """Where the mean of those who have a measure goes back by more than two standard errors of the difference."""
    lines = []
    for layers in COLOURS:
        for row in ROWS:
            found = [(d, cell(scores, row, layers, d)) for d in DOSES]
            found = [(d, float(s["mean"]), float(s["standard_error"]), int(s["values"])) for d, s in found if s and int(s["values"]) >= 10]
            steps = []
            for (_, a, ea, _), (d, b, eb, _) in zip(found, found[1:]):
                if abs(b - a) > 2 * (ea**2 + eb**2) ** 0.5:
                    steps.append((d, b - a))
            if len({change > 0 for _, change in steps}) > 1:
                way = ", ".join(f"{'up' if change > 0 else 'down'} to {d}" for d, change in steps)
                lines.append(f"| {layers} | {row[0]} | {way} |")
    return "\n".join(["| layers | measure | clear steps |", "|---|---|---|", *lines])


def short(value):
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.2g}"


def panel(scores, row, left, top, width, height):
    lines = {}
    for layers in COLOURS:
        found = [(float(d), cell(scores, row, layers, d)) for d in DOSES]
        lines[layers] = [(d, float(s["mean"]), float(s["standard_error"])) for d, s in found if s and int(s["values"]) >= 5]
    values = [v for line in lines.values() for _, m, e in line for v in (m - e, m + e)]
    if not values:
        return []
    low, high = min(values), max(values)
    if low > 0 and low < 0.5 * high:
        low = 0.0
    room = (high - low) * 0.08 or 0.5
    low, high = low - (room if low else 0), high + room
    x = lambda d: left + 34 + d * (width - 48)
    y = lambda v: top + height - 20 - (v - low) / (high - low) * (height - 48)
    out = [f'<text x="{left + 4}" y="{top + 14}" font-size="12" font-weight="bold">{html.escape(row[0])}</text>',
           f'<path d="M{x(0):.1f} {top + 24}V{top + height - 20}H{x(1):.1f}" fill="none" stroke="#888"/>']
    for v in (low, high):
        out.append(f'<text x="{x(0) - 4:.1f}" y="{y(v) + 4:.1f}" font-size="10" text-anchor="end">{short(v)}</text>')
    for d in (0, 0.5, 1):
        out.append(f'<text x="{x(d):.1f}" y="{top + height - 7}" font-size="10" text-anchor="middle">{d:g}</text>')
    for layers, line in lines.items():
        if not line:
            continue
        points = " ".join(f"{x(d):.1f},{y(m):.1f}" for d, m, _ in line)
        dash = f' stroke-dasharray="{DASHES[layers]}"' if DASHES[layers] else ""
        out.append(f'<polyline points="{points}" fill="none" stroke="{COLOURS[layers]}" stroke-width="2"{dash}/>')
        for d, m, e in line:
            out.append(f'<path d="M{x(d):.1f} {y(m - e):.1f}V{y(m + e):.1f}" stroke="{COLOURS[layers]}"/>'
                       f'<circle cx="{x(d):.1f}" cy="{y(m):.1f}" r="2.5" fill="{COLOURS[layers]}"/>')
    return out


def picture(scores):
    columns, width, height, head = 4, 285, 165, 40
    rows = (len(ROWS) + columns - 1) // columns
    size = f"{columns * width} {head + rows * height}"
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" font-family="sans-serif" role="img" '
           'aria-label="Measures of virtual people over the loading of each layer">', '<rect width="100%" height="100%" fill="#fff"/>']
    for i, layers in enumerate(COLOURS):
        dash = f' stroke-dasharray="{DASHES[layers]}"' if DASHES[layers] else ""
        out.append(f'<path d="M{20 + 170 * i} 20h40" stroke="{COLOURS[layers]}" stroke-width="2"{dash}/>'
                   f'<text x="{66 + 170 * i}" y="24" font-size="13">{"layers" if " " in layers else "layer"} {layers}</text>')
    out.append('<text x="720" y="24" font-size="12" fill="#444">mean of those who have it, +- SE; loading below</text>')
    for i, row in enumerate(ROWS):
        out += panel(scores, row, (i % columns) * width, head + (i // columns) * height, width, height)
    return "\n".join([*out, "</svg>", ""])


def main():
    scores = read()
    parts = {**{layers: table(scores, layers) for layers in COLOURS}, "reversals": reversals(scores)}
    page = DOCS / "explanation" / "layers.md"
    old = page.read_text(encoding="utf-8")
    new = re.sub(r"<!-- ([\w ]+) -->\n.*?<!-- end -->",
                 lambda m: f"<!-- {m[1]} -->\n{parts[m[1]]}\n<!-- end -->" if m[1] in parts else m[0], old, flags=re.S)
    drawing = DOCS / "pictures" / "layers.svg"
    files = {page: new, drawing: picture(scores)}
    if sys.argv[1:] == ["--check"]:
        wrong = [f.name for f, content in files.items() if not f.exists() or f.read_text(encoding="utf-8") != content]
        if wrong:
            sys.exit(f"not as layers.tsv has it: {', '.join(wrong)}; run tools/layer_tables.py")
        return
    for f, content in files.items():
        f.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
