#!/usr/bin/env python3
"""Makes the goldens of the shipped search spaces: what PyTorch gets for the same network, weights and batches.

Steps, from the checkout, with any Python that has torch and numpy (2.15 on the CPU made the stored files):

    NAS_TESTABLE=1 swift build -c release --build-tests
    mkdir /tmp/goldens
    NAS_TESTABLE=1 NAS_WRITE_GOLDENS=/tmp/goldens swift test -c release --skip-build --filter GoldenWriter
    python3 Tests/TrainingTests/Goldens/make_goldens.py /tmp/goldens Tests/TrainingTests/Goldens

The first command writes, for each space, NAME.graph.json (one of its networks, `InferredGraph` as JSON) and
NAME.start.safetensors (initial weights, ten batches). This script interprets the graph in double precision, trains ten steps
of SGD (learning rate 0.001, momentum 0.9) and writes NAME.graph.json and NAME.safetensors: `losses` [10], `norms` (of every
gradient tensor at the first step, in the order of the weights) and `gradient/WEIGHT`, each gradient at the first step: as a
whole, or of large ones every n-th element, n = ceil(elements / LARGEST). With `--full` the gradients are whole.

Where a value lies so near the kink of an activation that rounding decides its side, whole gradients change by some 0.3 %:
`--kinks` only prints how near the first batch comes. GoldenCase.swift has a seed for each space, chosen for that; near 1e-6 is far enough.
"""
import json
import math
import pathlib
import shutil
import struct
import sys

import numpy
import torch
import torch.nn.functional as functional

LARGEST = 6_000
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def read_safetensors(path):
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = numpy.frombuffer(data[start:end], dtype="<f4").reshape(entry["shape"])
    return tensors, metadata


def write_safetensors(path, tensors, metadata):
    header, blocks, offset = {"__metadata__": metadata}, [], 0
    for name, values in tensors.items():
        block = numpy.ascontiguousarray(values, dtype="<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [offset, offset + len(block)]}
        blocks.append(block)
        offset += len(block)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blocks))


def weight_names(graph):
    """The weights' prefix of each node: its name, with #2, #3 ... where it comes again."""
    uses, names = {}, ["input"]
    for node in graph["nodes"][1:]:
        uses[node["name"]] = uses.get(node["name"], 0) + 1
        count = uses[node["name"]]
        names.append(node["name"] if count == 1 else f"{node['name']}#{count}")
    return names


def padding(settings):
    pad = settings["padding"]
    return pad["left"], pad["right"], pad["top"], pad["bottom"]


def extent(settings, key):
    return settings[key]["height"], settings[key]["width"]


ACTIVATIONS = {
    "relu": functional.relu,
    "relu6": functional.relu6,
    "hard_swish": functional.hardswish,
    "hard_sigmoid": functional.hardsigmoid,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "gelu": functional.gelu,
}


def pool_average(x, settings):
    kernel, stride = extent(settings, "kernel"), extent(settings, "stride")
    positions = kernel[0] * kernel[1]
    total = functional.avg_pool2d(functional.pad(x, padding(settings)), kernel, stride) * positions
    if settings["countsPadding"]:
        return total / positions
    ones = functional.pad(torch.ones_like(x[:1, :1]), padding(settings))
    return total / (functional.avg_pool2d(ones, kernel, stride) * positions)


def apply(kind, settings, inputs, weights, name, shape):
    if kind == "zero":
        return torch.zeros(shape)
    x = inputs[0]
    if kind == "convolution":
        c = settings["_0"]
        return functional.conv2d(
            functional.pad(x, padding(c)), weights[name + ".weight"], weights.get(name + ".bias"), extent(c, "stride"),
            0, extent(c, "dilation"), c["groups"])
    if kind == "dense":
        result = functional.linear(x.flatten(1), weights[name + ".weight"], weights.get(name + ".bias"))
        return result[:, :, None, None]
    if kind == "batchNorm":
        return functional.batch_norm(x, None, None, weights[name + ".weight"], weights[name + ".bias"], training=True, eps=1e-5)
    if kind == "activation":
        return ACTIVATIONS[settings["_0"]](x)
    if kind == "maxPool":
        p = settings["_0"]
        return functional.max_pool2d(functional.pad(x, padding(p), value=-math.inf), extent(p, "kernel"), extent(p, "stride"))
    if kind == "averagePool":
        return pool_average(x, settings["_0"])
    if kind == "globalPool":
        return x.mean((2, 3), keepdim=True) if settings["_0"] == "average" else x.amax((2, 3), keepdim=True)
    if kind == "add":
        return sum(inputs[1:], x)
    if kind == "multiply":
        return x * inputs[1]
    if kind == "concatenate":
        return torch.cat(inputs, 1)
    if kind == "channelShuffle":
        count, channels, height, width = x.shape
        groups = settings["groups"]
        return x.view(count, groups, channels // groups, height, width).transpose(1, 2).reshape(x.shape)
    if kind == "dropout":
        assert settings["rate"] == 0
        return x
    if kind == "flatten":
        return x.flatten(1)[:, :, None, None]
    if kind == "softmax":
        return x.softmax(1)
    raise ValueError(kind)


KINKS = {"relu": [0], "relu6": [0, 6], "hard_swish": [-3, 3], "hard_sigmoid": [-3, 3]}


def forward(graph, names, weights, images, nearest=None):
    """The result; appends to `nearest` how near any activation's operand comes to a kink."""
    values = [images]
    for node, name in zip(graph["nodes"][1:], names[1:]):
        (kind, settings), = node["operation"].items()
        shape = (len(images), *(node["shape"][key] for key in ("channels", "height", "width")))
        if nearest is not None and kind == "activation":
            operand = values[node["inputs"][0]].detach()
            nearest += [(operand - kink).abs().min().item() for kink in KINKS.get(settings["_0"], [])]
        values.append(apply(kind, settings, [values[index] for index in node["inputs"]], weights, name, shape))
        assert values[-1].shape == shape, (node, values[-1].shape)
    return values[graph["output"]].flatten(1)


def make(name, source, target, full):
    graph = json.loads((source / f"{name}.graph.json").read_text())
    start, metadata = read_safetensors(source / f"{name}.start.safetensors")
    weights = {
        key: torch.tensor(value, dtype=torch.float64, requires_grad=True)
        for key, value in start.items()
        if key.endswith((".weight", ".bias"))
    }
    names = weight_names(graph)
    optimizer = torch.optim.SGD(weights.values(), lr=0.001, momentum=0.9)
    losses, gradients, nearest = [], {}, []
    for step in range(10):
        images = torch.tensor(start[f"images/{step}"], dtype=torch.float64).permute(0, 3, 1, 2).contiguous()
        labels = torch.tensor(start[f"labels/{step}"], dtype=torch.int64)
        result = forward(graph, names, weights, images, nearest if step == 0 else None)
        loss = functional.cross_entropy(result, labels)
        if step == 0 and "--kinks" in sys.argv:
            return print(f"{name}: an activation's operand comes within {min(nearest, default=math.inf):.1e} of a kink")
        optimizer.zero_grad()
        loss.backward()
        if step == 0:
            gradients = {key: value.grad.numpy().copy() for key, value in weights.items()}
        optimizer.step()
        losses.append(loss.item())
    tensors = {
        "losses": numpy.array(losses),
        "norms": numpy.array([numpy.linalg.norm(gradient) for gradient in gradients.values()]),
    }
    for key, gradient in gradients.items():
        stride = 1 if full else -(-gradient.size // LARGEST)
        tensors[f"gradient/{key}"] = gradient.ravel()[::stride]
    write_safetensors(target / f"{name}.safetensors", tensors, {"weights": metadata["weights"]})
    shutil.copy(source / f"{name}.graph.json", target / f"{name}.graph.json")
    print(f"{name}: losses {losses[0]:.4f} ... {losses[-1]:.4f}, {len(gradients)} gradients, "
          f"kinks {min(nearest, default=math.inf):.1e} away")


source, target = (pathlib.Path(argument) for argument in sys.argv[1:3])
for path in sorted(source.glob("*.graph.json")):
    make(path.name.removesuffix(".graph.json"), source, target, full="--full" in sys.argv[3:])
