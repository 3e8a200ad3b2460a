#!/usr/bin/env python3
"""Efficiencies and intervals of the board files, from published measurements; docs/cost-model.md says what they mean.

    fit-datasheet.py DIRECTORY [RULE ...]     DIRECTORY holds boards.csv, ncnn-latency.csv, ncnn-layers.csv.gz,
                                              mlperf-raspberry-pi-4-energy.csv, mlperf-models.csv

Needs numpy and scipy. One rule per runtime: an operation takes max(2 MACs / (peak x efficiency of its kind),
bytes / (2 x memcpy x memory share)) + overhead / clock. The efficiencies, the share, the overhead and the gain of
several threads are the same for all boards of a core class (in-order, out-of-order), fitted on the logarithm of the
latency, each board weighing the same. The 90 % interval is that of measured / predicted where every board in turn
was left out of the fit, each board weighing the same.
"""
import collections
import csv
import sys

import numpy as np
from scipy.optimize import least_squares

from networks import KINDS, by_name, ncnn_networks

# core class, clock in GHz, fp32 flop per cycle and core, memcpy in MB/s, whether ncnn computes in half precision;
# all from boards.csv
BOARDS = {
    "Raspberry Pi 3B+": ("in-order", 1.4, 8, 1227, False),
    "Raspberry Pi Zero 2 W": ("in-order", 1.0, 8, 1295, False),
    "Arduino UNO Q": ("in-order", 2.0, 8, 2225, False),
    "Orange Pi CM4": ("in-order", 1.8, 8, 2252, True),
    "Raspberry Pi 4B": ("out-of-order", 1.8, 8, 2326, False),
    "Raspberry Pi 4B 1.5 GHz": ("out-of-order", 1.5, 8, 2554, False),
    "Jetson Nano": ("out-of-order", 1.479, 8, 3735, False),
    "Raspberry Pi 5": ("out-of-order", 2.4, 16, 5273, True),
    "Jetson Orin Nano": ("out-of-order", 1.51, 16, 6733, True),
    "Orange Pi 5": ("out-of-order", 2.4, 16, 12420, True),
    "Raspberry Pi Zero W": ("scalar", 1.0, 0.5, 398, False),
    "Jetson Nano GPU": ("gpu", 0.9216, 512, 12800, False),
}
NAMES = ["convolution", "pointwise", "depthwise", "grouped", "memory share", "overhead us at 1 GHz", "parallel gain"]
PRIOR = np.log([0.5, 0.5, 0.2, 0.4, 0.6, 5.0, 0.8])
# Arm NN hands every operation to threads that wait, as TensorFlow Lite's ruy does: tens of microseconds. Its rows do not tell
# (left-out networks are 12.7, 12.3 and 12.0 % off with 5, 30 and 100 us).
WAITING_THREADS = PRIOR + np.log([1, 1, 1, 1, 1, 6, 1])


def arrays(rows):
    kinds = np.array([{"dense": 1, "elementwise": 4}.get(kind, KINDS.index(kind) % 5) for kind, _, _ in rows])
    kinds = np.array([3 if kind == "grouped" else index for (kind, _, _), index in zip(rows, kinds)])
    return kinds, np.array([float(m) for _, m, _ in rows]), np.array([float(b) for *_, b in rows])


class Rule:
    """One runtime's rule: observations (board, threads, network, ms) and the networks' arrays."""

    def __init__(self, observations, classes, half=False, prior=PRIOR):
        self.observations, self.classes, self.half, self.prior = observations, classes, half, prior
        self.size = len(NAMES)

    def parameters(self, theta, core):
        # the first class is the base; another differs in the efficiencies and the gain of threads
        p = theta[:self.size].copy()
        if core in self.classes[1:]:
            at = self.size + 5 * (self.classes.index(core) - 1)
            p[:4] += theta[at:at + 4]
            p[6] += theta[at + 4]
        p[6] = min(p[6], 0)  # n threads are at most n times as fast as one
        return np.exp(p)

    def predict(self, theta, board, threads, network):
        core, ghz, flops, memcpy, half = BOARDS[board]
        p = self.parameters(theta, core)
        kinds, macs, size = network
        scale = 2 if self.half and half else 1
        gain = 1 if threads == 1 else threads * p[6]
        efficiency = np.append(p[:4], 1.0)[kinds]
        compute = 2 * macs / (ghz * 1e9 * flops * gain * scale * efficiency)
        memory = size / scale / (p[4] * 2e6 * memcpy)
        return (np.maximum(compute, memory) + p[5] * 1e-6 / ghz).sum() * 1e3

    def fit(self, observations):
        counts = collections.Counter(o[0] for o in observations)
        start = np.concatenate([self.prior, np.zeros(5 * (len(self.classes) - 1))])

        def residuals(theta):
            errors = [np.log(self.predict(theta, *o[:3]) / o[3]) / np.sqrt(counts[o[0]]) for o in observations]
            return np.concatenate([errors, 0.1 * (theta - start)])

        return least_squares(residuals, start, max_nfev=60).x

    def errors(self, theta, observations):
        return np.array([np.log(o[3] / self.predict(theta, *o[:3])) for o in observations])

    def left_out(self):
        """{board: log of measured / predicted by a fit without the board}; the Pi 4 is one board at either clock."""
        groups = collections.defaultdict(list)
        for o in self.observations:
            groups[o[0].replace(" 1.5 GHz", "")].append(o)
        if len(groups) == 1:
            mine = self.observations
            parts = [self.errors(self.fit(mine[:i] + mine[i + 1:]), [mine[i]]) for i in range(len(mine))]
            return {f"one network ({mine[0][0]})": np.concatenate(parts)}
        result = {}
        for board, mine in groups.items():
            others = [o for o in self.observations if o[0].replace(" 1.5 GHz", "") != board]
            result[board] = self.errors(self.fit(others), mine)
        return result


def quantiles(by_board, shares=(0.05, 0.5, 0.95)):
    values = np.concatenate(list(by_board.values()))
    weights = np.concatenate([np.full(len(e), 1 / len(e)) for e in by_board.values()])
    order = np.argsort(values)
    total = np.cumsum(weights[order]) - weights[order] / 2
    return np.exp(np.interp(np.array(shares) * weights.sum(), total, values[order]))


def report(title, rule):
    print(f"\n# {title}: {len(rule.observations)} measurements")
    theta = rule.fit(rule.observations)
    for core in rule.classes:
        print("  " + core, {n: round(float(v), 3) for n, v in zip(NAMES, rule.parameters(theta, core))})
    own = rule.errors(theta, rule.observations)
    for board in sorted({o[0] for o in rule.observations}):
        mine = [e for e, o in zip(own, rule.observations) if o[0] == board]
        print(f"  fitted, {board}: measured/predicted median {np.exp(np.median(mine)):.2f}, "
              f"range {np.exp(np.min(mine)):.2f} ... {np.exp(np.max(mine)):.2f}")
    out = rule.left_out()
    for board, errors in out.items():
        print(f"  without {board}: n {len(errors)}, measured/predicted median {np.exp(np.median(errors)):.2f}, "
              f"range {np.exp(errors.min()):.2f} ... {np.exp(errors.max()):.2f}")
    low, middle, high = quantiles(out)
    print(f"  90 % interval of measured/predicted: {low:.2f} ... {high:.2f} (median {middle:.2f})")
    return theta


def ncnn_observations(directory, kind, tables):
    result = []
    for row in csv.DictReader(open(directory + "/ncnn-latency.csv")):
        board, note, threads = row["board"], row["cooling_or_note"], int(row["threads"])
        if not note.startswith(kind + ";") or row["model"] not in tables or row["model"].endswith("int8"):
            continue
        if kind == "gpu0-vulkan":
            if board == "Jetson Nano" and threads == 4:
                result.append((board + " GPU", 1, tables[row["model"]], float(row["min_ms"])))
        elif board in BOARDS and threads in (1, 4) and not (board == "Orange Pi 5" and "powersave=2" not in note):
            result.append((board, threads, tables[row["model"]], float(row["min_ms"])))
    return result


def mlperf_observations(directory, system, board):
    result = []
    for row in csv.DictReader(open(directory + "/mlperf-raspberry-pi-4-energy.csv")):
        network = by_name(row["model"])
        if row["system"] == system and network:
            result.append((board, 4, arrays(network.rows), float(row["mean_ms"])))
    return result


# boards.csv, "latency XNNPACK ... fp32" (four networks), DeepEdgeBench's TFLite rows, ExecuTorch with XNNPACK
README_MODELS = ["mobilenet-v1-1.0-224", "mobilenet-v2-1.0-224", "mobilenet-v3-large_224_1.0_float", "mobilenet-v3-small_224_1.0_float"]
XNNPACK = [("Raspberry Pi 3B+", 4, [114, 79, 67, 22]), ("Raspberry Pi 4B 1.5 GHz", 4, [77, 46, 40, 15]),
           ("Raspberry Pi Zero W", 1, [3919, 1987, 1658, 474])]
SINGLE = [("Raspberry Pi 4B 1.5 GHz", 1, 199.5), ("Jetson Nano", 1, 182.3), ("Raspberry Pi 5", 4, 10.89)]


def main():
    directory, wanted = sys.argv[1], sys.argv[2:]
    for row in csv.DictReader(open(directory + "/mlperf-models.csv")):
        network = by_name(row["model"])
        if network:
            assert sum(network.macs.values()) == int(row["macs"]) and network.macs["depthwise"] == int(row["macs_dw"]), row["model"]
    tables = {model: arrays(rows) for model, rows in ncnn_networks(directory + "/ncnn-layers.csv.gz").items()}
    nets = {name: arrays(by_name(name).rows) for name in README_MODELS}

    xnnpack = [(b, t, nets[m], ms) for b, t, row in XNNPACK for m, ms in zip(README_MODELS, row)]
    xnnpack += [(b, t, nets["mobilenet-v2-1.0-224"], ms) for b, t, ms in SINGLE]
    mlperf = mlperf_observations(directory, "rpi4-tflite-v2.7.1-ruy", "Raspberry Pi 4B")
    vector = mlperf + [o for o in xnnpack if o[0] != "Raspberry Pi Zero W"]
    if not wanted or "tflite" in wanted:
        theta = report("tflite (XNNPACK), vector units", Rule(vector, ["out-of-order"]))
        scalar = [o for o in xnnpack if o[0] == "Raspberry Pi Zero W"]
        rule = Rule(scalar, ["out-of-order"])
        # the scalar core: the vector rule's parameters, all four efficiencies times one factor
        from scipy.optimize import minimize_scalar

        def moved(factor):
            t = theta.copy()
            t[:4] += factor
            return t

        best = minimize_scalar(lambda f: np.square(rule.errors(moved(f), scalar)).sum(), bounds=(-2, 4), method="bounded").x
        print("  scalar core, of 0.5 flop per cycle", {n: round(float(v), 3) for n, v in zip(NAMES, np.exp(moved(best)))},
              "measured/predicted", np.round(np.exp(rule.errors(moved(best), scalar)), 2))
    if not wanted or "armnn" in wanted:
        mine = mlperf_observations(directory, "rpi4-armnn-v21.11-neon", "Raspberry Pi 4B")
        report("armnn", Rule(mine, ["out-of-order"], prior=WAITING_THREADS))
    if not wanted or "ncnn" in wanted:
        report("ncnn", Rule(ncnn_observations(directory, "cpu", tables), ["out-of-order", "in-order"], half=True))
    if not wanted or "gpu" in wanted:
        report("ncnn-vulkan on the Jetson Nano", Rule(ncnn_observations(directory, "gpu0-vulkan", tables), ["gpu"]))


if __name__ == "__main__":
    main()
