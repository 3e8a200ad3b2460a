"""Runs a model folder in PyTorch and measures it: the whole of what another program has to do (docs/model-folder.md).

    pip install torch numpy safetensors
    python evaluate_model.py MODEL IMAGES LABELS

Accuracies agree with `nas evaluate` to within 0.1 points: resizing rounds a pixel in a thousand otherwise.
IMAGES and LABELS are MNIST's files (idx, also .gz), or .npy files: images of shape [count, rows, columns] or
[count, rows, columns, channels] with bytes 0 to 255, or other examples as 32-bit floats.
"""

import gzip
import json
import pathlib
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file


def read(path):
    """An array from an .npy file or one of MNIST's."""
    if path.endswith(".npy"):
        return np.load(path)
    data = (gzip.open if path.endswith(".gz") else open)(path, "rb").read()
    dimensions = data[3]
    shape = struct.unpack(f">{dimensions}I", data[4 : 4 + 4 * dimensions])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def prepare(images, described):
    """Examples as the network takes them: [count, channels, rows, columns], resized, normalised by channel."""
    if images.ndim == 3:
        images = images[..., None]
    x = torch.tensor(images).float().permute(0, 3, 1, 2)
    shape = described["front_end"]["input"]
    size = (shape["height"], shape["width"])
    if described["front_end"].get("resize") not in (None, "stretch"):
        raise SystemExit("pad and crop are not part of this example")
    if x.shape[2:] != size:
        x = F.interpolate(x, size, mode="bilinear", antialias=True)
        x = x.round() if images.dtype == np.uint8 else x
    mean = torch.tensor(described["normalisation"]["mean"])[:, None, None]
    deviation = torch.tensor(described["normalisation"]["deviation"])[:, None, None]
    return (x - mean) / deviation


ACTIVATIONS = {
    "relu": F.relu,
    "relu6": F.relu6,
    "hard_swish": F.hardswish,
    "hard_sigmoid": F.hardsigmoid,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "gelu": F.gelu,
}


def padded(x, padding, value=0.0):
    top, left, bottom, right = padding
    return F.pad(x, (left, right, top, bottom), value=value)


def shuffle(x, groups):
    count, channels, rows, columns = x.shape
    return x.view(count, groups, channels // groups, rows, columns).transpose(1, 2).reshape(x.shape)


def evaluate(node, inputs, tensors, count):
    """The value of one node; activations are [count, channels, rows, columns]."""
    operation, x = node["operation"], inputs[0] if inputs else None
    parameters = {name.rsplit(".", 1)[1]: tensors[name] for name in node.get("parameters", [])}
    weight, bias = parameters.get("weight"), parameters.get("bias")
    if operation == "convolution":
        x = padded(x, node["padding"])
        return F.conv2d(x, weight, bias, node["stride"], 0, node["dilation"], node["groups"])
    if operation == "dense":
        return F.linear(x.flatten(1), weight, bias)[:, :, None, None]
    if operation == "batch_norm":
        statistics = parameters["running_mean"], parameters["running_var"]
        return F.batch_norm(x, *statistics, weight, bias, eps=node["epsilon"])
    if operation == "layer_norm":
        x = x.permute(0, 2, 3, 1)
        return F.layer_norm(x, x.shape[-1:], weight, bias, node["epsilon"]).permute(0, 3, 1, 2)
    if operation == "activation":
        return ACTIVATIONS[node["function"]](x)
    if operation == "max_pool":
        return F.max_pool2d(padded(x, node["padding"], -torch.inf), node["kernel"], node["stride"])
    if operation == "average_pool":
        sums = F.avg_pool2d(padded(x, node["padding"]), node["kernel"], node["stride"])
        if node["counts_padding"]:
            return sums
        ones = padded(torch.ones_like(x[:1, :1]), node["padding"])
        return sums / F.avg_pool2d(ones, node["kernel"], node["stride"])
    if operation == "global_pool":
        return x.mean((2, 3), keepdim=True) if node["function"] == "average" else x.amax((2, 3), keepdim=True)
    if operation == "add":
        return sum(inputs[1:], x)
    if operation == "multiply":
        return x * inputs[1]
    if operation == "concatenate":
        return torch.cat(inputs, 1)
    if operation == "channel_shuffle":
        return shuffle(x, node["groups"])
    if operation == "flatten":
        return x.flatten(1)[:, :, None, None]
    if operation == "softmax":
        return x.softmax(1)
    if operation == "zero":
        rows, columns, channels = node["shape"]
        return torch.zeros(count, channels, rows, columns)
    if operation == "dropout":
        return x
    raise SystemExit(f"unknown operation {operation}")


def run(graph, tensors, x):
    """The network's results, one row an example."""
    values = [x]
    for node in graph["nodes"][1:]:
        values.append(evaluate(node, [values[index] for index in node["inputs"]], tensors, len(x)))
    return values[graph["output"]].flatten(1)


@torch.no_grad()
def main(folder, images, labels):
    folder = pathlib.Path(folder)
    model = json.loads((folder / "model.json").read_text())
    tensors = load_file(folder / "weights.safetensors")
    images, labels = read(images), torch.from_numpy(read(labels).astype(np.int64))
    correct = 0
    for first in range(0, len(images), 256):
        x = prepare(images[first : first + 256], model["input"])
        results = run(model["graph"], tensors, x)
        correct += (results.argmax(1) == labels[first : first + 256]).sum().item()
    print(f"{model['name']}: accuracy {correct / len(images):.4f} of {len(images)} examples")


if __name__ == "__main__":
    main(*sys.argv[1:])
