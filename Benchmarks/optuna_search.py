"""What a user would write without nas: Optuna's NSGA-II searches searchspaces/mobile.yaml, PyTorch trains its networks on MNIST.

    optuna_search.py FOLDER --minutes 20 --seed 1      search; FOLDER gets study.db and result.json
    optuna_search.py --check COSTS.json                whether these networks are those of nas, COSTS.json being what
                                                       `nas cost mobile --data mnist --sample 20 --format json` prints

Needs PyTorch, Optuna and NumPy. MNIST's four files, with or without .gz, are looked for where nas looks: in mnist/ under $NAS_DATA, data/
and the user's data folder. Objectives are the error on a tenth of the training images and multiply-accumulates; networks with more than
--macs are told to Optuna as violating its constraint, and are not trained. Each process trains with one thread.
"""
import argparse
import gzip
import itertools
import json
import math
import multiprocessing
import os
import pathlib
import sys
import time

import numpy as np
import optuna
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler

# The stages' channels, the stride of their first block, and how many blocks they may have; the last stage is optional.
STAGES = [(24, 2, 4), (40, 2, 4), (64, 1, 2)]
BATCH = 64
FORMATS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}


# The search space


def choices():
    """The options of every decision by its name, in the order of mobile.yaml."""
    options = {"resolution": [20, 24, 28], "width": [0.35, 0.5, 0.75, 1.0], "activation": ["relu6", "hard_swish"]}
    for stage, (_, _, most) in enumerate(STAGES):
        if stage == len(STAGES) - 1:
            options["last_stage"] = [False, True]
        options[f"blocks{stage}"] = list(range(1, most + 1))
        for block in range(most):
            options[f"expand{stage}.{block}"] = [2, 3, 6]
            options[f"kernel{stage}.{block}"] = [3, 5, 7]
            options[f"squeeze{stage}.{block}"] = [False, True]
    options["learning_rate"] = [0.02 * 15 ** (step / 5) for step in range(6)]
    return options


CHOICES = choices()


def is_active(name, taken):
    """Whether the network depends on a decision."""
    if name[-1].isdigit():
        head, _, block = name.partition(".")
        stage = int(head[-1])
        if stage == len(STAGES) - 1 and not taken["last_stage"]:
            return False
        return not block or int(block) < taken[f"blocks{stage}"]
    return True


def short_form(taken):
    """An architecture as nas writes it: the index of each option, a dot where the decision is not active."""
    return "-".join(str(options.index(taken[name])) if is_active(name, taken) else "." for name, options in CHOICES.items())


def from_short_form(text):
    indices = ["0" if index == "." else index for index in text.split("-")]
    return {name: options[int(index)] for (name, options), index in zip(CHOICES.items(), indices, strict=True)}


# The network


def multiple_of_8(channels):
    """MobileNet's rounding."""
    nearest = max(8, int(channels / 8 + 0.5) * 8)
    return nearest + 8 if nearest < 0.9 * channels else nearest


def activation(name):
    return nn.ReLU6(inplace=True) if name == "relu6" else nn.Hardswish(inplace=True)


def conv(inputs, outputs, kernel, act=None, stride=1, groups=1):
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([activation(act)] if act else []))


class SqueezeExcite(nn.Module):
    def __init__(self, channels):
        super().__init__()
        squeezed = multiple_of_8(channels / 4)
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels, squeezed, 1), nn.ReLU(inplace=True), nn.Conv2d(squeezed, channels, 1),
            nn.Hardsigmoid(inplace=True))

    def forward(self, x):
        return x * self.gate(x)


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expand, kernel, squeeze, act):
        super().__init__()
        hidden = inputs * expand
        self.layers = nn.Sequential(
            conv(inputs, hidden, 1, act), conv(hidden, hidden, kernel, act, stride, groups=hidden),
            *([SqueezeExcite(hidden)] if squeeze else []), conv(hidden, outputs, 1))
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.layers(x) if self.adds else self.layers(x)


def network(taken):
    def scaled(channels):
        return multiple_of_8(channels * taken["width"])

    act, channels = taken["activation"], scaled(16)
    layers = [conv(1, channels, 3, act, stride=2)]
    for stage, (width, stride, _) in enumerate(STAGES):
        if not is_active(f"blocks{stage}", taken):
            continue
        for block in range(taken[f"blocks{stage}"]):
            layers.append(InvertedResidual(
                channels, scaled(width), stride if block == 0 else 1, taken[f"expand{stage}.{block}"],
                taken[f"kernel{stage}.{block}"], taken[f"squeeze{stage}.{block}"], act))
            channels = scaled(width)
    layers += [conv(channels, scaled(128), 1, act), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(scaled(128), 10)]
    net = nn.Sequential(*layers)
    for module in net.modules():
        if isinstance(module, nn.Conv2d) and module.bias is None:
            nn.init.normal_(module.weight, std=math.sqrt(2 * module.groups / (module.out_channels * module.kernel_size[0] ** 2)))
    return net


def count_macs(taken):
    """Multiply-accumulates of one image."""
    macs = []

    def count(module, _, out):
        macs.append(out.numel() * module.weight[0].numel())

    net = network(taken).eval()
    for module in net.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            module.register_forward_hook(count)
    with torch.inference_mode():
        net(torch.empty(1, 1, taken["resolution"], taken["resolution"]))
    return sum(macs)


# The data


def idx(folder, name):
    path = folder / name
    data = path.read_bytes() if path.exists() else gzip.decompress((folder / (name + ".gz")).read_bytes())
    dimensions = np.frombuffer(data, ">i4", data[3], 4)
    return torch.from_numpy(np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(dimensions).copy())


def mnist_folder():
    user = os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local/share"
    places = [pathlib.Path(os.environ.get("NAS_DATA") or "data"), pathlib.Path("data"), pathlib.Path(user) / "nas"]
    for place in places:
        if (place / "mnist").is_dir():
            return place / "mnist"
    sys.exit("optuna_search: no folder mnist in " + ", ".join(map(str, places)) + "; NAS_DATA names where it is")


class Images(Dataset):
    """Images in memory, normalised, at one resolution. Takes the indices of a whole batch at once."""

    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, indices):
        return self.images[indices], self.labels[indices]


class MNIST:
    """The training images, a tenth of each class apart for validation."""

    def __init__(self, folder, seed):
        self.images, self.labels = idx(folder, "train-images-idx3-ubyte"), idx(folder, "train-labels-idx1-ubyte").long()
        random = torch.Generator().manual_seed(seed)
        shuffled = torch.randperm(len(self.labels), generator=random)
        validation = [members[: int(len(members) / 10 + 0.5)] for members in (shuffled[self.labels[shuffled] == c] for c in range(10))]
        is_validation = torch.zeros(len(self.labels), dtype=torch.bool)
        is_validation[torch.cat(validation)] = True
        self.parts = [~is_validation, is_validation]
        pixels = self.images[self.parts[0]].float()
        self.mean, self.deviation = pixels.mean(), pixels.std()
        self.resized = {}

    def at(self, resolution):
        """Training and validation images, resized once and kept."""
        if resolution not in self.resized:
            images = self.images[:, None].float()
            if resolution != images.shape[-1]:
                size = (resolution, resolution)
                images = functional.interpolate(images, size, mode="bilinear", antialias=True).round().clamp(0, 255)
            images = (images - self.mean) / self.deviation
            self.resized[resolution] = [Images(images[part], self.labels[part]) for part in self.parts]
        return self.resized[resolution]


# Training


def rate_factor(step, steps, warmup=0.05):
    rising = round(warmup * steps)
    return (step + 1) / rising if step < rising else (1 + math.cos(math.pi * (step - rising) / (steps - rising))) / 2


def train(taken, data, given):
    """Returns the validation error, the steps, and the seconds of training."""
    torch.manual_seed(given.seed)
    memory_format = FORMATS[given.memory_format]
    training, validation = data.at(taken["resolution"])
    start = time.perf_counter()
    batches = DataLoader(training, batch_size=None, sampler=BatchSampler(RandomSampler(training), BATCH, drop_last=True))
    net = network(taken).to(memory_format=memory_format).train()
    optimizer = torch.optim.SGD(
        net.parameters(), lr=taken["learning_rate"], momentum=0.9, nesterov=True, weight_decay=1e-4, fused=True)
    steps = given.steps or given.epochs * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_factor(step, steps))
    for epoch in range(math.ceil(steps / len(batches))):
        for images, labels in itertools.islice(batches, steps - epoch * len(batches)):
            optimizer.zero_grad()
            functional.cross_entropy(net(images.to(memory_format=memory_format)), labels).backward()
            optimizer.step()
            schedule.step()
    seconds = time.perf_counter() - start
    net.eval()
    correct = 0
    with torch.inference_mode():
        for images, labels in DataLoader(validation, batch_size=None, sampler=BatchSampler(SequentialSampler(validation), 250, False)):
            correct += (net(images.to(memory_format=memory_format)).argmax(1) == labels).sum().item()
    return 1 - correct / len(validation), steps, seconds


# The search


def work(worker, given, start):
    """One process of the search."""
    torch.set_num_threads(1)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    data = MNIST(mnist_folder(), given.seed)

    def objective(trial):
        # Decisions that are not active are drawn too: NSGA-II then crosses all of them over, where it would draw them at random.
        taken = {name: trial.suggest_categorical(name, options) for name, options in CHOICES.items()}
        architecture, macs = short_form(taken), count_macs(taken)
        trial.set_user_attr("architecture", architecture)
        trial.set_constraint("macs", macs - given.macs)
        if macs > given.macs:
            return 1.0, macs
        for known in trial.study.get_trials(deepcopy=False, states=[optuna.trial.TrialState.COMPLETE]):
            if known.user_attrs["architecture"] == architecture:
                return known.values
        error, steps, seconds = train(taken, data, given)
        trial.set_user_attr("trained", {"worker": worker, "steps": steps, "seconds": seconds, "ended": time.time() - start})
        return error, macs

    # In the second process the same seed would draw the same candidates.
    sampler = optuna.samplers.NSGAIISampler(population_size=given.population, seed=1000 * given.seed + worker)
    study = optuna.load_study(study_name="mobile", storage=storage(given), sampler=sampler)
    study.optimize(objective, timeout=max(0, start + 60 * given.minutes - time.time()))


def storage(given):
    return f"sqlite:///{given.folder}/study.db"


def search(given, start):
    os.makedirs(given.folder, exist_ok=True)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    optuna.create_study(study_name="mobile", storage=storage(given), directions=["minimize", "minimize"])
    spawning = multiprocessing.get_context("spawn")
    workers = [spawning.Process(target=work, args=(worker, given, start)) for worker in range(given.workers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    elapsed = time.time() - start
    if any(worker.exitcode for worker in workers):
        sys.exit("optuna_search: a process failed")
    trials = optuna.load_study(study_name="mobile", storage=storage(given)).trials
    trained = [trial for trial in trials if "trained" in trial.user_attrs]
    candidates = [
        {"architecture": t.user_attrs["architecture"], "error": t.values[0], "macs": int(t.values[1]), **t.user_attrs["trained"]}
        for t in trained]
    # A training that is under way when time is up is ended and counts, and so does its time.
    ends = {worker: [c["ended"] for c in candidates if c["worker"] == worker] for worker in range(given.workers)}
    result = {
        "candidates": candidates, "trials": len(trials), "rejected": sum(t.values is not None and t.values[1] > given.macs for t in trials),
        "elapsed_seconds": elapsed, "candidates_per_hour": sum(3600 * len(own) / max(own) for own in ends.values() if own),
        "torch_version": torch.__version__, "optuna_version": optuna.__version__}
    pathlib.Path(given.folder, "result.json").write_text(json.dumps(result, indent=1) + "\n")
    print(f"{len(candidates)} trained, {result['rejected']} rejected, {result['candidates_per_hour']:.1f} an hour")


def check(path):
    rows = json.loads(pathlib.Path(path).read_text())
    wrong = 0
    for row in rows:
        taken = from_short_form(row["architecture"])
        own = (sum(p.numel() for p in network(taken).parameters()), count_macs(taken))
        if own != (row["parameters"], row["macs"]) or short_form(taken) != row["architecture"]:
            wrong += 1
            print(f"{row['architecture']}: {own[0]} parameters and {own[1]} multiply-accumulates, nas {row['parameters']} and {row['macs']}")
    print(f"{len(rows) - wrong} of {len(rows)} networks have the parameters and multiply-accumulates that nas counts")
    sys.exit(wrong > 0)


def main(start):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="where study.db and result.json go")
    parser.add_argument("--check", metavar="JSON", help="compare networks with what nas counts, and search nothing")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=3, help="of a candidate")
    parser.add_argument("--steps", type=int, help="of a candidate, instead of --epochs")
    parser.add_argument("--macs", type=float, default=2e6, help="no network has more multiply-accumulates")
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread")
    parser.add_argument("--population", type=int, default=10, help="of NSGA-II; Optuna's own 50 are more than the first hour trains")
    parser.add_argument("--memory-format", choices=FORMATS, default="channels_last", help="the faster one here")
    given = parser.parse_args()
    if given.check:
        check(given.check)
    elif given.folder is None:
        parser.error("which folder?")
    else:
        search(given, start)


if __name__ == "__main__":
    main(time.time())
