"""The reference networks in PyTorch, and how fast they are there: what `compare-with-pytorch` measures nas against.

    torch_reference.py counts                                      parameters and multiply-accumulates of each network
    torch_reference.py training NET MODE [--batch B] [--seconds S]   images per second; MODE is eager, channels_last or compiled
    torch_reference.py inference NET ENGINE [--seconds S]            milliseconds of one image; ENGINE is eager or onnxruntime

One thread. Each call prints one line of JSON, and is a process of its own, so that its peak memory is that of its task. The
networks are those of Sources/ReferenceNetworks, layer by layer; a test holds the counts of both together.
"""
import argparse
import contextlib
import json
import os
import sys
import tempfile
import time

import torch
from torch import nn

WINDOWS = 9  # as nas: the median window forgets what the neighbours did


def conv(inputs, outputs, kernel=3, stride=1, groups=1, relu=True):
    """Convolution with "same" padding, batch norm, ReLU."""
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([nn.ReLU(inplace=True)] if relu else []))


def head(channels, classes):
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


class Residual(nn.Module):
    """The sum of what parallel paths make of one value."""

    def __init__(self, *paths):
        super().__init__()
        self.paths = nn.ModuleList(paths)

    def forward(self, x):
        total = self.paths[0](x)
        for path in self.paths[1:]:
            total = total + path(x)
        return total


class BenchCell(nn.Module):
    """Four nodes of NAS-Bench-201, cell 334132: node 1 and 2 from node 0, node 3 from all of them."""

    def __init__(self, width):
        super().__init__()

        def edge(kernel):
            return nn.Sequential(nn.ReLU(), conv(width, width, kernel, relu=False))

        self.edge01, self.edge02, self.edge13, self.edge23 = edge(3), edge(3), edge(3), edge(1)
        self.edge12 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)

    def forward(self, node0):
        node1 = self.edge01(node0)
        node2 = self.edge02(node0) + self.edge12(node1)
        return node0 + self.edge13(node1) + self.edge23(node2)


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 10))


def cnn():
    return nn.Sequential(
        conv(1, 16), conv(16, 16), nn.MaxPool2d(2), conv(16, 32), conv(32, 32), nn.MaxPool2d(2), conv(32, 64), head(64, 10))


def mbv2():
    layers, width = [conv(3, 16)], 16
    rows = [(16, 1, 3, 1), (24, 3, 3, 2), (24, 3, 3, 1), (40, 3, 5, 2), (40, 3, 5, 1), (80, 6, 3, 2), (80, 6, 3, 1)]
    for outputs, expansion, kernel, stride in rows:
        hidden = width * expansion
        block = nn.Sequential(
            *([conv(width, hidden, 1)] if expansion > 1 else []),
            conv(hidden, hidden, kernel, stride, groups=hidden), conv(hidden, outputs, 1, relu=False))
        layers.append(Residual(nn.Identity(), block) if stride == 1 and width == outputs else block)
        width = outputs
    return nn.Sequential(*layers, conv(80, 160, 1), head(160, 10))


def dscnn():
    stem = [nn.Conv2d(1, 64, (10, 4), stride=2, padding=(5, 1), bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True)]
    blocks = [nn.Sequential(conv(64, 64, 3, groups=64), conv(64, 64, 1)) for _ in range(4)]
    return nn.Sequential(*stem, *blocks, head(64, 12))


def nb201():
    def reduction(width):
        deep = nn.Sequential(nn.ReLU(), conv(width, 2 * width, 3, 2, relu=False), nn.ReLU(), conv(2 * width, 2 * width, relu=False))
        return Residual(deep, nn.Sequential(nn.AvgPool2d(2), nn.Conv2d(width, 2 * width, 1, bias=False)))

    return nn.Sequential(
        conv(3, 16, relu=False), BenchCell(16), reduction(16), BenchCell(32), reduction(32), BenchCell(64),
        nn.BatchNorm2d(64), nn.ReLU(), head(64, 10))


# The network, its input as channels, height, width, and its classes.
NETWORKS = {
    "mlp": (mlp, (1, 28, 28), 10), "cnn": (cnn, (1, 28, 28), 10), "mbv2": (mbv2, (3, 32, 32), 10),
    "dscnn": (dscnn, (1, 49, 10), 12), "nb201": (nb201, (3, 32, 32), 10),
}


def counts():
    rows = []
    for name, (build, shape, _) in NETWORKS.items():
        network, macs = build(), []
        for module in network.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                # Each output element is a sum over as many weights as one output channel has.
                module.register_forward_hook(lambda m, _, out: macs.append(out.numel() * m.weight[0].numel()))
        network.eval()(torch.zeros(1, *shape))
        rows.append({"net": name, "parameters": sum(p.numel() for p in network.parameters()), "macs": sum(macs)})
    return rows


def peak_memory_bytes():
    """Linux's high-water mark of this process's resident memory."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


# What PyTorch takes before there is a network; builds for GPUs take more than twice what the CPU's own does.
IMPORT_MEMORY_BYTES = peak_memory_bytes()


def training(name, mode, batch, seconds):
    build, shape, classes = NETWORKS[name]
    network, images, labels = build(), torch.rand(batch, *shape) * 2 - 1, torch.randint(0, classes, (batch,))
    if mode == "channels_last":
        network, images = network.to(memory_format=torch.channels_last), images.to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
    model = torch.compile(network) if mode == "compiled" else network

    def step():
        optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()

    for _ in range(3):
        step()
    rates = []
    for _ in range(WINDOWS):
        start, count = time.perf_counter(), 0
        while count == 0 or time.perf_counter() < start + seconds / WINDOWS:
            step()
            count += batch
        rates.append(count / (time.perf_counter() - start))
    rates.sort()
    return {
        "images_per_s": rates[len(rates) // 2], "best_images_per_s": rates[-1], "peak_memory_bytes": peak_memory_bytes(),
        "import_memory_bytes": IMPORT_MEMORY_BYTES, "torch_version": torch.__version__}


def onnxruntime_call(network, image):
    """A call of the same network in ONNX Runtime, and how it was exported."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    problems = []
    for exporter in ["dynamo", "torchscript"]:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "network.onnx")
            try:
                # What the exporter says on its way is not the result.
                with contextlib.redirect_stdout(sys.stderr):
                    torch.onnx.export(network, (image,), path, input_names=["image"], dynamo=exporter == "dynamo")
                session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            except Exception as problem:  # whatever the exporter cannot do
                problems.append(f"{exporter}: {type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}")
                continue
        feed = {session.get_inputs()[0].name: image.numpy()}
        return (lambda: session.run(None, feed)), {"exporter": exporter, "problems": problems}
    raise SystemExit("torch_reference: no exporter works: " + "; ".join(problems))


def inference(name, engine, seconds):
    build, shape, _ = NETWORKS[name]
    network, image, notes = build().eval(), torch.rand(1, *shape) * 2 - 1, {}
    if engine == "onnxruntime":
        call, notes = onnxruntime_call(network, image)
    else:
        call = lambda: network(image)
    times = []
    with torch.inference_mode():
        for _ in range(5):
            call()
        end = time.perf_counter() + seconds
        while len(times) < 20 or time.perf_counter() < end:
            start = time.perf_counter()
            call()
            times.append(1000 * (time.perf_counter() - start))
    times.sort()
    return {"infer_b1_ms": times[len(times) // 2], "infer_b1_best_ms": times[0], **notes}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["counts", "training", "inference"])
    parser.add_argument("net", nargs="?", choices=list(NETWORKS))
    parser.add_argument("way", nargs="?", choices=["eager", "channels_last", "compiled", "onnxruntime"])
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=2)
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    if given.task == "counts":
        for row in counts():
            print(json.dumps(row))
    elif given.net is None or given.way is None:
        parser.error(f"{given.task} needs a network and a way")
    elif given.task == "training":
        print(json.dumps(training(given.net, given.way, given.batch, given.seconds)))
    else:
        print(json.dumps(inference(given.net, given.way, given.seconds)))


main()
