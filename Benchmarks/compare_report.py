"""Makes the table of `compare-with-pytorch` from its rounds' results: NET.ROUND.WAY.json in a folder."""
import argparse
import json
import math
import os
import pathlib
import platform
from importlib import metadata
from statistics import median

MODES = ["eager", "channels_last", "compiled"]


def read(folder):
    """results[net][way] is {round: figures}, networks in the order in which they were measured."""
    results = {}
    for path in sorted(pathlib.Path(folder).glob("*.json"), key=lambda path: path.stat().st_mtime_ns):
        net, number, way = path.name[: -len(".json")].split(".")
        figures = json.loads(path.read_text())
        figures = figures[0] if isinstance(figures, list) else figures
        results.setdefault(net, {}).setdefault(way, {})[int(number)] = figures
    return results


def of(rounds, field):
    """The median of a field over the rounds; None where there are none."""
    return median(figures[field] for figures in rounds.values()) if rounds else None


def ratio(left, left_field, right, right_field):
    """The median over the rounds of left / right within a round; None where no round has both."""
    shared = sorted(set(left) & set(right))
    return median(left[r][left_field] / right[r][right_field] for r in shared) if shared else None


def summary(ways):
    """All figures of one network. Ratios above 1 are in favour of nas, but for memory, where less is better."""
    nas = ways.get("nas", {})
    modes = {mode: of(ways[mode], "images_per_s") for mode in MODES if mode in ways}
    mode = max(modes, key=modes.get) if modes else None
    best, eager = ways.get(mode, {}), ways.get("eager", {})
    infer_eager, infer_ort = ways.get("infer-eager", {}), ways.get("infer-onnxruntime", {})
    exporters = sorted({figures["exporter"] for figures in infer_ort.values()})
    return {
        "nas_images_per_s": of(nas, "images_per_s"), "torch_images_per_s": modes.get(mode), "torch_mode": mode,
        "torch_images_per_s_by_mode": modes, "training_ratio": ratio(nas, "images_per_s", best, "images_per_s"),
        "gflops": of(nas, "gflops"), "sgemm_gflops": of(nas, "sgemm_gflops"), "share_of_sgemm": of(nas, "share_of_sgemm"),
        "nas_peak_memory_bytes": of(nas, "peak_memory_bytes"), "torch_peak_memory_bytes": of(eager, "peak_memory_bytes"),
        "torch_import_memory_bytes": of(eager, "import_memory_bytes"),
        "memory_ratio": ratio(nas, "peak_memory_bytes", eager, "peak_memory_bytes"),
        "nas_infer_b1_ms": of(nas, "infer_b1_ms"), "torch_infer_b1_ms": of(infer_eager, "infer_b1_ms"),
        "onnxruntime_infer_b1_ms": of(infer_ort, "infer_b1_ms"),
        "inference_ratio_to_torch": ratio(infer_eager, "infer_b1_ms", nas, "infer_b1_ms"),
        "inference_ratio_to_onnxruntime": ratio(infer_ort, "infer_b1_ms", nas, "infer_b1_ms"),
        "onnx_exporter": ", ".join(exporters) or None,
        "onnx_problems": sorted({problem for figures in infer_ort.values() for problem in figures["problems"]}),
    }


def geometric_mean(values):
    values = [value for value in values if value]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def text(value, form="{:.2f}"):
    return "-" if value is None else value if isinstance(value, str) else form.format(value)


def table(title, headings, rows):
    print("\n" + title)
    widths = [max(map(len, column)) for column in zip(headings, *rows)]
    for row in [headings, *rows]:
        print("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))).rstrip())


def mib(value):
    return text(None if value is None else value / (1 << 20), "{:.0f}")


def show(report):
    print("; ".join(f"{name} {value}" for name, value in report["engine"].items()))
    nets = report["networks"]
    table("training, one thread", ["network", "nas images/s", "PyTorch images/s", "its mode", "ratio", "GFLOP/s", "share of sgemm"], [
        [net, text(s["nas_images_per_s"], "{:.0f}"), text(s["torch_images_per_s"], "{:.0f}"), text(s["torch_mode"]),
         text(s["training_ratio"]), text(s["gflops"], "{:.1f}"), text(s["share_of_sgemm"], "{:.0%}")] for net, s in nets.items()])
    table("peak memory in MiB of the process that trains (PyTorch: eager)", ["network", "nas", "PyTorch", "of it import", "ratio"], [
        [net, mib(s["nas_peak_memory_bytes"]), mib(s["torch_peak_memory_bytes"]), mib(s["torch_import_memory_bytes"]),
         text(s["memory_ratio"])] for net, s in nets.items()])
    table("inference of one image, one thread", ["network", "nas ms", "PyTorch ms", "ratio", "ONNX Runtime ms", "ratio"], [
        [net, text(s["nas_infer_b1_ms"], "{:.3f}"), text(s["torch_infer_b1_ms"], "{:.3f}"), text(s["inference_ratio_to_torch"]),
         text(s["onnxruntime_infer_b1_ms"], "{:.3f}"), text(s["inference_ratio_to_onnxruntime"])] for net, s in nets.items()])
    print()
    for net, s in nets.items():
        for problem in s["onnx_problems"]:
            print(f"{net}: exported to ONNX by {s['onnx_exporter']}, since it failed by {problem}")
    for name, value in report["geometric_means"].items():
        print(f"geometric mean, {name.replace('_', ' ')}: {text(value)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--json")
    given = parser.parse_args()
    rounds = read(given.folder)
    networks = {net: summary(ways) for net, ways in rounds.items()}
    nas = next((f for ways in rounds.values() for f in ways.get("nas", {}).values()), {})
    engine = {"nas kernels": nas.get("kernel_class"), "OpenBLAS core": nas.get("blas_core")}
    torch = next((f["torch_version"] for ways in rounds.values() for m in MODES for f in ways.get(m, {}).values()), None)
    engine |= {"torch": torch, "onnxruntime": metadata.version("onnxruntime")}
    engine |= {name: os.environ[name] for name in ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"] if name in os.environ}
    report = {
        "engine": engine, "machine": platform.machine(), "networks": networks,
        "geometric_means": {
            name: geometric_mean([s[name] for s in networks.values()])
            for name in ["training_ratio", "inference_ratio_to_torch", "inference_ratio_to_onnxruntime", "memory_ratio"]},
        "rounds": rounds,
    }
    show(report)
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(report, indent=2) + "\n")


main()
