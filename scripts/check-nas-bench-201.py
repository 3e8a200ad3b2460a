#!/usr/bin/env python3
"""The shipped Raspberry Pi 4 figures against measurements that they were not fitted on.

    check-nas-bench-201.py nas-bench-201.csv.gz

Cells of NAS-Bench-201 measured with TensorFlow Lite on a Raspberry Pi 4 (HW-NAS-Bench, ICLR 2021; threads and clock are
not stated): measured / predicted for one thread and four. Cells under 1 ms, whose result does not depend on the input,
are left out.
"""
import csv
import gzip
import sys

import numpy as np

EFFICIENCY = {"convolution": 0.638, "pointwise": 0.314, "depthwise": 0.127}  # boards/raspberry-pi-4.yaml, tflite
MEMORY_SHARE, OVERHEAD_AT_1_GHZ, ERROR = 0.591, 5.49e-6, (0.55, 2.04)
EDGES = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]


class Network:
    """Seconds of the network of a cell; operations are added as the runtime executes them."""

    def __init__(self, threads, gigahertz, memcpy):
        self.peak = gigahertz * 1e9 * 8 * threads
        self.traffic = 2e6 * memcpy * MEMORY_SHARE
        self.overhead = OVERHEAD_AT_1_GHZ / gigahertz
        self.seconds = 0.0

    def product(self, kind, macs, elements):
        self.seconds += max(2 * macs / (self.peak * EFFICIENCY[kind]), 4 * elements / self.traffic) + self.overhead

    def elementwise(self, operations, elements):
        self.seconds += max(operations / (self.peak * EFFICIENCY["depthwise"]), 4 * elements / self.traffic) + self.overhead

    def cell(self, operations, channels, side):
        edges = [(a, b, o) for (a, b), o in zip(EDGES, operations) if o != "0"]
        reached, used = {0}, {3}
        for a, b, _ in edges:
            if a in reached:
                reached.add(b)
        for a, b, _ in reversed(edges):
            if b in used:
                used.add(a)
        edges = [e for e in edges if e[0] in reached and e[1] in used]
        n = side * side * channels
        for _, _, operation in edges:
            if operation in "23":
                kind, window = ("pointwise", 1) if operation == "2" else ("convolution", 9)
                self.elementwise(n, 2 * n)
                self.product(kind, n * channels * window, 2 * n + channels * channels * window)
            elif operation == "4":
                self.elementwise(9 * n, 2 * n)
        for node in (1, 2, 3):
            operands = sum(1 for e in edges if e[1] == node)
            if operands > 1:
                self.elementwise((operands - 1) * n, (operands + 1) * n)

    def reduction(self, channels, side):
        before, after, wide = side * side * channels, side * side * channels // 2, 2 * channels
        self.elementwise(before, 2 * before)
        self.product("convolution", after * channels * 9, before + after + 9 * channels * wide)
        self.product("convolution", after * wide * 9, 2 * after + 9 * wide * wide)
        self.elementwise(before, before + before // 4)
        self.product("pointwise", after * channels, before // 4 + after + channels * wide)
        self.elementwise(after, 3 * after)

    def run(self, operations):
        self.product("convolution", 32 * 32 * 16 * 27, 32 * 32 * 19)
        for stage, (channels, side) in enumerate([(16, 32), (32, 16), (64, 8)]):
            for _ in range(5):
                self.cell(operations, channels, side)
            if stage < 2:
                self.reduction(channels, side)
        self.elementwise(4096, 8192)
        self.elementwise(4096, 4096)
        return self.seconds


def main():
    rows = [r for r in csv.DictReader(gzip.open(sys.argv[1], "rt")) if r["raspi4_ms"] and float(r["raspi4_ms"]) > 1]
    for threads in (1, 4):
        for gigahertz, memcpy in ((1.5, 2554), (1.8, 2326)):
            ratios = np.array([float(r["raspi4_ms"]) / 1e3 / Network(threads, gigahertz, memcpy).run(r["cell"]) for r in rows])
            inside = np.mean((ratios >= ERROR[0]) & (ratios <= ERROR[1]))
            print(f"{threads} threads, {gigahertz} GHz: {len(rows)} cells, measured/predicted "
                  f"{', '.join(f'{q:.2f}' for q in np.percentile(ratios, [5, 50, 95]))} (5, 50, 95 %), {100 * inside:.0f} % in the interval")


if __name__ == "__main__":
    main()
