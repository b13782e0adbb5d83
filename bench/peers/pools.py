#!/usr/bin/python3
"""The motoneuron pools in Brian2's C++ standalone mode: first that its spikes are ours, then how long it takes.

    build/release/bench/peers/pools_for_peer FOLDER 64 && bench/peers/pools.py FOLDER [float32|float64]

The equations of docs/explanation/model.md, 5, on the same grid: membranes relax exactly within a step of 0.1 ms, tonic
current and noise are held for 0.5 ms. All pools of all trials are one group. Needs Debian's python3-brian.
"""
import csv
import json
import pathlib
import sys
import tempfile
import time

import numpy as np
import brian2 as b

folder = pathlib.Path(sys.argv[1])
precision = sys.argv[2] if len(sys.argv) > 2 else "float32"
s = json.loads((folder / "settings.json").read_text())
columns, units = s["columns"], s["units"]
tonic = np.fromfile(folder / "tonic.f32", dtype=np.float32).reshape(columns, s["coarse"]).T
synaptic = np.fromfile(folder / "synaptic.f32", dtype=np.float32).reshape(columns, s["fine"]).T

b.prefs.core.default_float_dtype = np.float32 if precision == "float32" else np.float64
# The flags of our own kernels, so that compilers do not decide the comparison.
b.prefs.codegen.cpp.extra_compile_args_gcc = ["-O3", "-march=native", "-fno-trapping-math", "-std=c++11", "-w"]

EQUATIONS = """
dv/dt = (held + g * synaptic_input(t, column) - h - v) / tau : 1 (unless refractory)
dh/dt = -h / tau_h : 1
held : 1
g : 1 (constant)
recruited_at : 1 (constant)
column : integer (constant)
"""
HOLD = """
u = tonic_input(t + 0.01 * ms, column)
y = clip((u - recruited_at) * 10, 0, 1e9)
held = 10 * clip(u / recruited_at, 0, 1) + 8 * y / (1 + y) + weight * {noise}
"""


def run(noisy):
    """Spikes (neuron, step), seconds of the loop, seconds of compilation."""
    b.device.reinit()
    b.set_device("cpp_standalone", build_on_run=False)
    b.device.activate(build_on_run=False)
    b.defaultclock.dt = 0.1 * b.ms
    keep = np.exp(-0.5 / s["tau"])
    space = {
        "tau": s["tau"] * b.ms,
        "tau_h": s["ahp_decay"] * b.ms,
        "kick": s["ahp"],
        "level": s["threshold"],
        "ms": b.ms,
        "weight": s["noise"] * np.sqrt((1 + keep) / (1 - keep)) if noisy else 0.0,
        "tonic_input": b.TimedArray(tonic, dt=0.5 * b.ms),
        "synaptic_input": b.TimedArray(synaptic, dt=0.1 * b.ms),
    }
    # After a spike ours rests for thirty steps and integrates in the next; Brian integrates in the thirtieth.
    group = b.NeuronGroup(columns * units, EQUATIONS, threshold="v > level", reset="v = 0; h += kick",
                          refractory=(s["refractory"] + 0.1) * b.ms, method="exponential_euler", namespace=space)
    group.g = np.tile(s["gain"], columns)
    group.recruited_at = np.tile(s["recruited_at"], columns)
    group.column = np.repeat(np.arange(columns), units)
    group.run_regularly(HOLD.format(noise="randn()" if noisy else "0"), dt=0.5 * b.ms, when="before_groups")
    monitor = b.SpikeMonitor(group)
    network = b.Network(group, monitor)
    network.run(400 * b.ms)
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        b.device.build(directory=place, compile=True, run=False, debug=False)
        compiled = time.perf_counter() - start
        seconds = []
        for _ in range(5):
            b.device.run(place, with_output=False, run_args=[])
            seconds.append(b.device._last_run_time)
        steps = np.rint(np.asarray(monitor.t / b.ms) / 0.1).astype(int)
        return set(zip(np.asarray(monitor.i).tolist(), steps.tolist())), min(seconds), compiled


with open(folder / "spikes.tsv", encoding="utf-8") as file:
    ours = {(int(r["column"]) * units + int(r["unit"]), int(r["step"])) for r in csv.DictReader(file, delimiter="\t")}
theirs, quiet, compiled = run(noisy=False)
near = {(i, k + d) for i, k in theirs for d in (-1, 0, 1)}
print(f"without noise: {len(ours)} spikes of ours, {len(theirs)} of Brian2 ({precision}); "
      f"{len(ours & theirs)} at the same step, {len(ours & near)} within one step")
_, noisy, _ = run(noisy=True)
print(f"loop without noise: Brian2 {quiet:.3f} s, ours {s['seconds_without_noise']:.3f} s, "
      f"ratio {quiet / s['seconds_without_noise']:.2f}")
print(f"loop with noise: Brian2 {noisy:.3f} s, ours {s['seconds_with_noise']:.3f} s, "
      f"ratio {noisy / s['seconds_with_noise']:.2f}")
print(f"compilation of Brian2's program, apart: {compiled:.1f} s")
