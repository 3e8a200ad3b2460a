"""The network of Examples/first-lab.yaml in PyTorch, with the same settings: test accuracy for several seeds.

    python first_lab.py MNIST_FOLDER cosine|constant [SEED...]      (needs PyTorch and NumPy)

The folder has MNIST's four files as published, with or without .gz. As nas does, each seed holds back a tenth of the training images.
"""
import gzip
import pathlib
import sys

import numpy as np
import torch
from torch import nn


def idx(folder, name):
    path = folder / name
    data = path.read_bytes() if path.exists() else gzip.decompress((folder / (name + ".gz")).read_bytes())
    dimensions = np.frombuffer(data, ">i4", data[3], 4)
    return torch.from_numpy(np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(dimensions).copy())


def accuracy(folder, schedule, seed):
    torch.manual_seed(seed)
    images, labels = idx(folder, "train-images-idx3-ubyte").float(), idx(folder, "train-labels-idx1-ubyte").long()
    kept = torch.randperm(len(images))[: len(images) * 9 // 10]
    images, labels = images[kept], labels[kept]
    mean, deviation = images.mean(), images.std()
    net = nn.Sequential(
        nn.Flatten(), nn.Linear(784, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 10))
    optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
    steps = 2 * (len(images) // 64)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: (1 + np.cos(np.pi * step / steps)) / 2 if schedule == "cosine" else 1)
    loss = nn.CrossEntropyLoss()
    for _ in range(2):
        for batch in torch.randperm(len(images))[: len(images) // 64 * 64].split(64):
            optimizer.zero_grad()
            loss(net((images[batch] - mean) / deviation), labels[batch]).backward()
            optimizer.step()
            rate.step()
    with torch.no_grad():
        test = (idx(folder, "t10k-images-idx3-ubyte").float() - mean) / deviation
        return (net(test).argmax(1) == idx(folder, "t10k-labels-idx1-ubyte")).float().mean().item()


if __name__ == "__main__":
    torch.set_num_threads(1)
    results = [accuracy(pathlib.Path(sys.argv[1]), sys.argv[2], seed) for seed in map(int, sys.argv[3:] or "01234")]
    print(" ".join(f"{result:.4f}" for result in results), f"mean {np.mean(results):.4f} deviation {np.std(results, ddof=1):.4f}")
