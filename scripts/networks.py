"""Published networks as rows of work (kind, multiply-accumulates, bytes), for fit-datasheet.py.

A row is one operation as a runtime executes it: batch norm folded, ReLU and ReLU6 fused into their producer, other
activations an operation of their own (ncnn's tables list those that are not fused).
Layer tables of ncnn are read; MobileNet V1, V2, V3 and EfficientNet-Lite are built here from their papers
(arXiv 1704.04861, 1801.04381, 1905.02244; tensorflow/tpu efficientnet/lite), and checked against the counts
of mlperf-models.csv by fit-datasheet.py.
"""
import csv
import gzip
import math

KINDS = ["convolution", "pointwise", "depthwise", "grouped", "dense", "elementwise"]
FREE = {"Split", "Input", "Noop", "Flatten", "Reshape", "MemoryData"}


def shape_elements(text):
    total = 0
    for part in text.split(";"):
        if not part or part == "?":
            return None
        total += math.prod(int(x) for x in part.split("x"))
    return total


def ncnn_networks(path):
    """{model: [(kind, macs, bytes)]} of the models whose every shape and count is known."""
    tables, broken = {}, set()
    with gzip.open(path, "rt") as file:
        for row in csv.DictReader(file):
            model, kind = row["model"], row["type"]
            if kind in FREE:
                continue
            into, out = shape_elements(row["in_whc"]), shape_elements(row["out_whc"])
            if into is None or out is None or kind in {"MultiHeadAttention", "Gemm", "LayerNorm", "DetectionOutput", "PriorBox",
                                                       "Yolov3DetectionOutput", "YoloDetectionOutput", "LRN", "Interp"}:
                broken.add(model)
                continue
            macs, weights = int(float(row["macs"] or 0)), int(float(row["params"] or 0))
            table = tables.setdefault(model, [])
            if kind == "Convolution":
                name = "pointwise" if float(row["kw"]) == 1 and float(row["kh"] or 1) == 1 else "convolution"
            elif kind == "ConvolutionDepthWise":
                channels = int(row["in_whc"].split("x")[-1])
                name = "depthwise" if int(float(row["groups"])) == channels else "grouped"
            elif kind == "InnerProduct":
                name = "dense"
            else:
                name = "elementwise"
            table.append((name, macs, 4 * (into + out + weights)))
    return {model: table for model, table in tables.items() if model not in broken}


class Builder:
    def __init__(self, side):
        self.rows, self.side, self.channels = [], side, 3
        self.macs = dict.fromkeys(KINDS, 0)  # for the check against the table

    def add(self, kind, macs, elements, weights=0):
        self.rows.append((kind, macs, 4 * (elements + weights)))
        self.macs[kind] += macs

    def convolution(self, outputs, kernel, stride=1):
        out = -(-self.side // stride)
        macs = out * out * outputs * kernel * kernel * self.channels
        weights = outputs * (kernel * kernel * self.channels + 1)
        self.add("pointwise" if kernel == 1 else "convolution", macs,
                 self.side ** 2 * self.channels + out * out * outputs, weights)
        self.side, self.channels = out, outputs

    def depthwise(self, kernel, stride=1):
        out = -(-self.side // stride)
        self.add("depthwise", out * out * self.channels * kernel * kernel,
                 (self.side ** 2 + out * out) * self.channels, self.channels * (kernel * kernel + 1))
        self.side = out

    def residual(self):
        self.add("elementwise", 0, 3 * self.side ** 2 * self.channels)

    def squeeze(self, middle):
        positions, c = self.side ** 2, self.channels
        self.add("elementwise", 0, positions * c + c)
        self.add("pointwise", c * middle, c + middle, c * middle + middle)
        self.add("pointwise", c * middle, c + middle, c * middle + c)
        self.add("elementwise", 0, 2 * positions * c + c)

    def activation(self):
        self.add("elementwise", 0, 2 * self.side ** 2 * self.channels)

    def pool(self):
        self.add("elementwise", 0, self.side ** 2 * self.channels + self.channels)
        self.side = 1

    def dense(self, outputs):
        self.add("dense", self.channels * outputs, self.channels + outputs, outputs * (self.channels + 1))
        self.channels = outputs

    def inverted(self, outputs, expanded, kernel, stride, squeeze=0, swish=False):
        before = self.channels
        if expanded != before:
            self.convolution(expanded, 1)
            if swish:
                self.activation()
        self.depthwise(kernel, stride)
        if swish:
            self.activation()
        if squeeze:
            self.squeeze(squeeze)
        self.convolution(outputs, 1)
        if stride == 1 and before == outputs:
            self.residual()


def divisible(value, by=8):
    rounded = max(by, int(value + by / 2) // by * by)
    return rounded + by if rounded < 0.9 * value else rounded


def mobilenet_v1(width, side):
    b = Builder(side)
    b.convolution(int(32 * width), 3, 2)
    for outputs, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]:
        b.depthwise(3, stride)
        b.convolution(int(outputs * width), 1)
    b.pool()
    b.dense(1001)
    return b


def mobilenet_v2(width, side):
    b = Builder(side)
    b.convolution(divisible(32 * width), 3, 2)
    for t, c, n, s in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]:
        for i in range(n):
            b.inverted(divisible(c * width), b.channels * t, 3, s if i == 0 else 1)
    b.convolution(divisible(1280 * max(1.0, width)), 1)
    b.pool()
    b.dense(1001)
    return b


V3_LARGE = [(3, 16, 16, 0, 1), (3, 64, 24, 0, 2), (3, 72, 24, 0, 1), (5, 72, 40, 1, 2), (5, 120, 40, 1, 1), (5, 120, 40, 1, 1),
            (3, 240, 80, 0, 2), (3, 200, 80, 0, 1), (3, 184, 80, 0, 1), (3, 184, 80, 0, 1), (3, 480, 112, 1, 1),
            (3, 672, 112, 1, 1), (5, 672, 160, 1, 2), (5, 960, 160, 1, 1), (5, 960, 160, 1, 1)]
V3_SMALL = [(3, 16, 16, 1, 2), (3, 72, 24, 0, 2), (3, 88, 24, 0, 1), (5, 96, 40, 1, 2), (5, 240, 40, 1, 1), (5, 240, 40, 1, 1),
            (5, 120, 48, 1, 1), (5, 144, 48, 1, 1), (5, 288, 96, 1, 2), (5, 576, 96, 1, 1), (5, 576, 96, 1, 1)]


def mobilenet_v3(blocks, swish_from, last, hidden, side=224):
    b = Builder(side)
    b.convolution(16, 3, 2)
    b.activation()
    for index, (kernel, expanded, outputs, squeeze, stride) in enumerate(blocks):
        b.inverted(outputs, expanded, kernel, stride, divisible(expanded / 4) if squeeze else 0, index >= swish_from)
    b.convolution(last, 1)
    b.activation()
    b.pool()
    b.convolution(hidden, 1)
    b.activation()
    b.dense(1001)
    return b


def efficientnet_lite(width, depth, side):
    b = Builder(side)
    b.convolution(32, 3, 2)
    stages = [(3, 1, 16, 1, 1), (3, 6, 24, 2, 2), (5, 6, 40, 2, 2), (3, 6, 80, 3, 2), (5, 6, 112, 3, 1), (5, 6, 192, 4, 2), (3, 6, 320, 1, 1)]
    for index, (kernel, t, c, n, s) in enumerate(stages):
        repeats = n if index in (0, len(stages) - 1) else math.ceil(n * depth)
        for i in range(repeats):
            b.inverted(divisible(c * width), b.channels * t, kernel, s if i == 0 else 1)
    b.convolution(1280, 1)
    b.pool()
    b.dense(1000)
    return b


def by_name(model):
    """The network of a name in the MLPerf table, or None."""
    if model.endswith("uint8") or (model.endswith("-quantized") and not model.endswith("-non-quantized")):
        return None
    name = model.replace("-non-quantized", "")
    if name.startswith("mobilenet-v1-") or name.startswith("mobilenet-v2-"):
        _, version, width, side = name.split("-")
        return (mobilenet_v1 if version == "v1" else mobilenet_v2)(float(width), int(side))
    return {"mobilenet-v3-large_224_1.0_float": lambda: mobilenet_v3(V3_LARGE, 6, 960, 1280),
            "mobilenet-v3-small_224_1.0_float": lambda: mobilenet_v3(V3_SMALL, 3, 576, 1024),
            "efficientnet-lite0": lambda: efficientnet_lite(1.0, 1.0, 224),
            "efficientnet-lite3": lambda: efficientnet_lite(1.2, 1.4, 280),
            "efficientnet-lite4": lambda: efficientnet_lite(1.4, 1.8, 300)}.get(name, lambda: None)()
