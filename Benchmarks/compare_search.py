"""A whole search by nas beside optuna_search.py: candidates an hour, and what the fronts are worth after equal full training.

    compare_search.py FOLDER [--minutes 20] [--seeds 3] [--epochs 3] [--macs 2000000] [--full-epochs 15] [--trainings 2]

Both search the space `mobile` on MNIST for the error on a tenth of the training images and multiply-accumulates, with two processes of
one thread, the same steps a candidate and no network over --macs; in turn, and who is first changes from seed to seed. Of each front the
--top networks that make up most of its hypervolume are trained anew by `nas train`, from the same seeds, on all training images, and
measured on the test images. The hypervolume is that of test error and multiply-accumulates within the box of --reference and --macs, as
a share of it.

Candidates differ: whoever tries smaller ones tries more of them. So of the networks that PyTorch trained, --same are trained by nas too,
for as many steps, two at once as there; the ratio of times is that of the same networks.

Needs a Python with PyTorch, Optuna and NumPy, and MNIST where nas finds it (`nas data`). What is finished stays in FOLDER and is not done
again; report.json there has all figures.
"""
import argparse
import importlib.util
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time
from statistics import median

HERE = pathlib.Path(__file__).resolve().parent
SIDES = ["nas", "optuna"]
# What searches and trainings depend on; a folder is for one of each.
FIXED = ["minutes", "epochs", "steps", "macs", "full_epochs", "trainings", "workers", "population", "memory_format"]


def run(command, log):
    """Seconds that a command takes; what it says goes to a file."""
    start = time.perf_counter()
    with open(log, "w") as output:
        status = subprocess.run([str(part) for part in command], stdout=output, stderr=subprocess.STDOUT).returncode
    if status:
        sys.exit(f"compare_search: {command[0]} failed, see {log}")
    return time.perf_counter() - start


def listing(given, *arguments):
    return json.loads(subprocess.run([given.nas, *map(str, arguments), "--format", "json"], check=True, capture_output=True).stdout)


def stage(path, make):
    """What was kept in a file of JSON, or is made and kept now."""
    if not path.exists():
        load = os.getloadavg()[0]
        result = {"load_average_before": load, **make()}
        path.with_suffix(".new").write_text(json.dumps(result, indent=1) + "\n")
        path.with_suffix(".new").rename(path)
    return json.loads(path.read_text())


def length(given):
    return ["--steps", given.steps] if given.steps else ["--epochs", given.epochs]


# The searches


def some(name, result):
    if not result["candidates"]:
        sys.exit(f"compare_search: {name} trained no network to the end; --minutes gives it more time")
    return result


def busy(search):
    """What a search found, and how many cores it had: fewer than its workers where the machine had other work."""
    def children():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    start, used = time.perf_counter(), children()
    result = search()
    return {**result, "cores": (children() - used) / (time.perf_counter() - start)}


def search_nas(given, seed, folder):
    database = folder / "nas.db"
    for left in folder.glob("nas.db*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    # Trials without end: time ends it.
    elapsed = run(
        [given.nas, "search", "mobile", "--data", "mnist", "--objectives", "accuracy,macs", "--budget", f"macs={given.macs}", *length(given),
         "--retrain", "none", "--trials", 1_000_000, "--workers", given.workers, "--max-time", f"{given.minutes}m",
         "--seed", seed, "--db", database],
        folder / "nas.log")
    trials = listing(given, "trials", database)
    # A training that is under way when time is up is stopped and does not count.
    candidates = [
        {"architecture": trial["architecture"], "error": 1 - trial["accuracy"], "macs": trial["macs"], "seconds": trial["seconds"]}
        for trial in trials if trial["state"] == "finished"]
    return {"candidates": candidates, "elapsed_seconds": elapsed, "candidates_per_hour": 3600 * len(candidates) / elapsed}


def search_optuna(given, seed, folder):
    (folder / "optuna/study.db").unlink(missing_ok=True)
    run(
        [sys.executable, HERE / "optuna_search.py", folder / "optuna", "--minutes", given.minutes, "--seed", seed, *length(given),
         "--macs", given.macs, "--workers", given.workers, "--population", given.population, "--memory-format",
         given.memory_format],
        folder / "optuna.log")
    return json.loads((folder / "optuna/result.json").read_text())


# Fronts


def front(points):
    """The points that no other dominates, by multiply-accumulates."""
    kept = []
    for point in sorted(points, key=lambda point: (point["macs"], point["error"])):
        if not kept or point["error"] < kept[-1]["error"]:
            kept.append(point)
    return kept


def hypervolume(points, given):
    """The share of the box below the reference that points dominate."""
    within = front([p for p in points if p["error"] < given.reference and p["macs"] < given.macs])
    area, error = 0, given.reference
    for point in within:
        area += (error - point["error"]) * (given.macs - point["macs"])
        error = point["error"]
    return area / (given.reference * given.macs)


def best(points, given):
    """Those of a front that are left when, one after the other, the point goes that contributes the least to its hypervolume."""
    left = front([p for p in points if p["error"] < given.reference and p["macs"] <= given.macs])
    while len(left) > given.top:
        without = [left[:index] + left[index + 1 :] for index in range(len(left))]
        left = max(without, key=lambda rest: hypervolume(rest, given))
    return left


# Full training


def trained(given, architecture, place, length, name):
    """The metrics of an architecture that nas trains; they stay where its model was."""

    def make():
        model = place / name / architecture
        run(
            [given.nas, "train", "mobile", "--arch", architecture, "--data", "mnist", "--seed", 1000, "--workers", given.workers,
             "--output", model, *length],
            place / name / "train.log")
        metrics = json.loads((model / "metrics.json").read_text())
        shutil.rmtree(model)
        return {key: metrics[key] for key in ["mean_test_accuracy", "seeds"]}

    (place / name).mkdir(parents=True, exist_ok=True)
    return stage(place / name / f"{architecture}.json", make)


def fully_trained(given, point, place):
    metrics = trained(given, point["architecture"], place, ["--epochs", given.full_epochs, "--seeds", given.trainings], "full")
    return {**point, "validation_error": point["error"], "error": 1 - metrics["mean_test_accuracy"]}


def same_networks(given, candidates, place):
    """Seconds of the same networks and steps in PyTorch and in nas."""
    chosen = [candidates[index * len(candidates) // given.same] for index in range(min(given.same, len(candidates)))]
    rows = []
    for candidate in chosen:
        length = ["--steps", candidate["steps"], "--seeds", given.workers]
        seconds = [seed["seconds"] for seed in trained(given, candidate["architecture"], place, length, "same")["seeds"]]
        rows.append({
            "architecture": candidate["architecture"], "macs": candidate["macs"], "pytorch_seconds": candidate["seconds"],
            "nas_seconds": sum(seconds) / len(seconds)})
    return rows


# The report


def summary(side, given, place):
    chosen = [fully_trained(given, point, place) for point in best(side["candidates"], given)]
    return {
        "candidates": len(side["candidates"]), "candidates_per_hour": side["candidates_per_hour"],
        "load_average_before": side["load_average_before"], "cores": side["cores"], "elapsed_seconds": side["elapsed_seconds"],
        "mean_macs": sum(c["macs"] for c in side["candidates"]) / max(len(side["candidates"]), 1),
        "front": front(side["candidates"]), "fully_trained": chosen, "hypervolume": hypervolume(chosen, given)}


def report(given):
    seeds = []
    for seed in range(1, given.seeds + 1):
        folder = given.folder / f"seed-{seed}"
        folder.mkdir(exist_ok=True)
        searches = {"nas": search_nas, "optuna": search_optuna}
        sides = {}
        for name in SIDES if seed % 2 else reversed(SIDES):
            print(f"seed {seed}: {name}", file=sys.stderr)
            sides[name] = stage(folder / f"{name}.json", lambda: busy(lambda: some(name, searches[name](given, seed, folder))))
            if (cores := sides[name]["cores"]) < 0.9 * given.workers:
                print(f"seed {seed}: {name} had {cores:.2f} cores of {given.workers}: something else was running", file=sys.stderr)
        seeds.append(sides)
    rows = []
    for seed, sides in enumerate(seeds, 1):
        print(f"seed {seed}: full training", file=sys.stderr)
        row = {"seed": seed, **{name: summary(sides[name], given, given.folder) for name in SIDES}}
        row["ratio"] = row["nas"]["candidates_per_hour"] / row["optuna"]["candidates_per_hour"]
        row["same_networks"] = same_networks(given, sides["optuna"]["candidates"], given.folder)
        row["same_networks_ratio"] = median(pair["pytorch_seconds"] / pair["nas_seconds"] for pair in row["same_networks"])
        rows.append(row)
    medians = {
        name: {key: median(row[name][key] for row in rows) for key in ["candidates_per_hour", "mean_macs", "hypervolume"]}
        for name in SIDES}
    medians |= {key: median(row[key] for row in rows) for key in ["ratio", "same_networks_ratio"]}
    return {
        "settings": {**{key: getattr(given, key) for key in FIXED}, "top": given.top, "reference": given.reference},
        "versions": {key: seeds[0]["optuna"][key] for key in ["torch_version", "optuna_version"]}, "seeds": rows, "median": medians}


def show(report):
    heads = ["seed", "nas cand./h", "Optuna cand./h", "ratio", "same nets", "nas M MACs", "Optuna M MACs", "nas hypervol.", "Optuna hypervol."]
    lines = [heads]
    for row in [*report["seeds"], {"seed": "median", **report["median"]}]:
        nas, optuna = row["nas"], row["optuna"]
        lines.append([
            str(row["seed"]), *(f"{side['candidates_per_hour']:.1f}" for side in (nas, optuna)), f"{row['ratio']:.2f}",
            f"{row['same_networks_ratio']:.2f}", *(f"{side['mean_macs'] / 1e6:.2f}" for side in (nas, optuna)),
            *(f"{side['hypervolume']:.4f}" for side in (nas, optuna))])
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=20, help="of each search")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=3, help="of a candidate")
    parser.add_argument("--steps", type=int, help="of a candidate, instead of --epochs")
    parser.add_argument("--macs", type=int, default=2_000_000, help="the limit")
    parser.add_argument("--full-epochs", type=int, default=15)
    parser.add_argument("--trainings", type=int, default=2, help="full trainings of a network, whose mean counts")
    parser.add_argument("--top", type=int, default=5, help="networks of a front that are fully trained")
    parser.add_argument("--same", type=int, default=6, help="networks a seed for the comparison of times")
    parser.add_argument("--reference", type=float, default=0.1, help="test error up to which there is hypervolume")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--population", type=int, default=10, help="of Optuna's NSGA-II")
    parser.add_argument("--memory-format", default="channels_last", help="of PyTorch: channels_last (default) or contiguous")
    parser.add_argument("--nas", default=str(HERE.parent / "nas"), help="the program (default: that of this checkout)")
    given = parser.parse_args()
    missing = [name for name in ["torch", "optuna", "numpy"] if importlib.util.find_spec(name) is None]
    if missing:
        parser.error(f"this Python lacks {' and '.join(missing)}: {sys.executable} -m pip install {' '.join(missing)}")
    # Builds, where that is needed, before anything is measured.
    subprocess.run([given.nas, "--version"], check=True, stdout=subprocess.DEVNULL)
    given.folder.mkdir(parents=True, exist_ok=True)
    settings = {key: getattr(given, key) for key in FIXED}
    kept = given.folder / "settings.json"
    if kept.exists() and json.loads(kept.read_text()) != settings:
        parser.error(f"{given.folder} has results of other settings: {kept}")
    kept.write_text(json.dumps(settings, indent=1) + "\n")
    result = report(given)
    (given.folder / "report.json").write_text(json.dumps(result, indent=1) + "\n")
    show(result)


if __name__ == "__main__":
    main()
