"""Participants that no bank has seen, through files on disk: simulate, measure, interpret.

usage: tools/unseen_seeds.py [--program build/release/trilayer] [--bank FILE] [--first 1] [--seeds 5] [--jobs 2]

Five people drawn from the population, each with none or some loadings, each simulated into an EMG-BIDS data set, measured and
interpreted by the program. Prints two tables as Markdown: the signs of the measures, and what leads. The second is
the table of docs/explanation/first-answers.md.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

KINDS = {
    "healthy": [],
    "I 0.3": ["corticospinal.right=0.3"],
    "I 0.8": ["corticospinal.right=0.8"],
    "II 0.8": ["transcallosal.right=0.8"],
    "III 0.8": ["supraspinal.right=0.8"],
    "II 0.8 and III 0.8": ["transcallosal.right=0.8", "supraspinal.right=0.8"],
}

# What is printed of the measures: title, measure, side, words that the condition must have.
SIGNS = [
    ("iMEP ratio, rest", "imep_ratio", "left", "single pulse, 140 %RMT, rest"),
    ("iMEP ratio, contracting", "imep_ratio", "left", "140 %RMT, left active at 30 %, right rest"),
    ("iMEP ratio, other hand", "imep_ratio", "right", "single pulse, 140 %RMT, rest"),
    ("IHI 10 ms", "ihi", "left", "paired 10 ms"),
    ("IHI 40 ms", "ihi", "left", "paired 40 ms"),
    ("IHI 10 ms, other way", "ihi", "right", "paired 10 ms"),
    ("iSP area, ms", "isp_area", "left", "left active at 30 %, right rest"),
    ("iSP area, other hand, ms", "isp_area", "right", "left rest, right active at 30 %"),
    ("CSP, ms", "csp_duration", "left", "single pulse, 140 %RMT, left active at 30 %, right rest"),
    ("SICI", "sici", "left", "paired 3 ms"),
    ("ICF", "icf", "left", "paired 12 ms"),
    ("mirror EMG at 30 %, %", "mirror_emg_ratio", "left", "sustained contraction, intended right, 30 % force, simple"),
    ("mirror EMG, other hand, %", "mirror_emg_ratio", "right", "sustained contraction, intended left, 30 % force, simple"),
]


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def one(options, kind, seed):
    """The measures and the answer of one participant."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        loadings = [word for loading in KINDS[kind] for word in ("--loading", loading)]
        run(options.program, "simulate", "mirror_battery", "--out", data, "--person", seed, "--seed", seed, "--jobs", 1,
            "--quiet", *loadings)
        measured = json.loads(run(options.program, "measure", data, "--format", "json", "--jobs", 1, "--quiet"))
        bank = ["--bank", options.bank] if options.bank else []
        answer = json.loads(run(options.program, "interpret", data, "--format", "json", "--jobs", 1, "--quiet", *bank))
    return measured["measurements"], answer


def value_of(measurements, measure, side, condition):
    """Its value, 0 where it was looked for and not there, or None."""
    for m in measurements:
        if m["measure"] == measure and m["side"] == side and condition in m["condition"]:
            return m["value"] if m["value"] is not None else 0.0 if m["state"] == "absent" else None
    return None


def spread(values):
    there = [value for value in values if value is not None]
    if not there:
        return "none"
    shown = f"{statistics.median(there):.3g} ({min(there):.3g} to {max(there):.3g})"
    return shown if len(there) == len(values) else f"{shown}, n = {len(there)}"


def presence(answer, direction, layer):
    return answer["directions"][direction][layer]["presence"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/trilayer")
    parser.add_argument("--bank")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    cases = [(kind, seed) for kind in KINDS for seed in range(options.first, options.first + options.seeds)]
    with ThreadPoolExecutor(options.jobs) as pool:
        found = dict(zip(cases, pool.map(lambda case: one(options, *case), cases)))

    seeds = range(options.first, options.first + options.seeds)
    print("Median over people (smallest to largest); what is absent counts as 0\n")
    print("| measure | " + " | ".join(KINDS) + " |\n|---" + "|---" * len(KINDS) + "|")
    for title, *which in SIGNS:
        print(f"| {title} | " + " | ".join(spread([value_of(found[kind, s][0], *which) for s in seeds]) for kind in KINDS) + " |")

    layers = ["corticospinal", "transcallosal", "supraspinal"]
    print("\nPresence, median over people (prior 0.32), and how often the loading leads\n")
    names = [f"{layer}.{direction}" for direction in ("right", "left") for layer in layers]
    print("| participant | " + " | ".join(names) + " | undetermined |\n|---" + "|---" * (len(names) + 1) + "|")
    for kind in KINDS:
        answers = [found[kind, s][1] for s in seeds]
        cells = []
        for name in names:
            layer, direction = name.split(".")
            middle = statistics.median(presence(a, direction, layer) for a in answers)
            cells.append(f"{middle:.2f}, leads {sum(name in a['leading'] for a in answers)} of {len(answers)}")
        print(f"| {kind} | " + " | ".join(cells) + f" | {sum(bool(a['undetermined']) for a in answers)} of {len(answers)} |")


if __name__ == "__main__":
    main()
