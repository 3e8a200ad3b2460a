#!/usr/bin/env python3
"""The tables of Sources/CostModel/Calibration/RatePrior.swift for ncnn, from its published benchmark.

    fit-rate-priors.py DIRECTORY     DIRECTORY holds ncnn-latency.csv, ncnn-layers.csv.gz, ncnn-models.csv

Needs numpy. A network's latency on a target is a sum of amounts of work times rates (docs/cost-model.md). The logarithms of a
target's rates, but for their level, are taken to be drawn from a normal distribution that all targets have in common; its mean and
covariance are found by expectation maximisation (Bishop 2006, section 12.2.2), then the covariance is written as one common
factor and a deviation of each term's own. Boards that have a file in boards/ are left out, so that their networks test the
priors.
"""
import csv
import gzip
import sys

import numpy as np

TERMS = ["pointwise_macs", "winograd_macs", "convolution_macs", "grouped_macs", "depthwise_macs", "dense_macs", "weights",
         "product_elements", "depthwise_elements", "other_elements", "windows", "operations", "inferences"]
RULE_OF_THUMB = np.log([1, .5, 1, 1, 3, 1, 2, 2, 2, 2, 1, 2e5, 1e5])
FREE = {"Input", "Split", "Noop", "Dropout", "MemoryData", "PriorBox", "DetectionOutput", "YoloDetectionOutput",
        "Yolov3DetectionOutput"}
# Boards with files of their own, and boards whose rows are not of one kind: throttled, or with vector units of other makers.
LEFT_OUT = {"Raspberry Pi 4B", "Raspberry Pi 3B+", "Raspberry Pi 5", "Raspberry Pi 5 (OC 2.9GHz)", "Jetson Nano",
            "Raspberry Pi Zero 2 W", "Spacemit MUSE Pi Pro", "CVITEK SG2000", "VisionFive 2", "T-Head TH1520"}
NOISE, FREEDOM, ROUNDS = 0.1, 4, 15


def shape(text):
    """Elements of all shapes together and channels of the first; None where one is unknown."""
    elements, channels = 0, 0
    for number, part in enumerate(p for p in (text or "").split(";") if p):
        try:
            sizes = [int(size) for size in part.split("x")]
        except ValueError:
            return None
        elements += int(np.prod(sizes))
        channels = channels or (sizes[-1] if number == 0 else 0)
    return (elements, channels) if elements else None


def works(folder):
    """{model: amounts of work} of the models whose every layer with weights has a shape."""
    counted = {row["model"] for row in csv.DictReader(open(f"{folder}/ncnn-models.csv")) if float(row["macs"])}
    found, unknown = {}, set()
    for row in csv.DictReader(gzip.open(f"{folder}/ncnn-layers.csv.gz", "rt")):
        model, kind = row["model"], row["type"]
        number = lambda column: int(float(row[column] or 0))
        nothing = None if number("params") else (0, 0)
        into, out = shape(row["in_whc"]) or nothing, shape(row["out_whc"]) or nothing
        work = found.setdefault(model, np.zeros(len(TERMS)))
        if into is None or out is None:
            unknown.add(model)
        elif kind not in FREE:
            add = lambda term, amount: work.__setitem__(TERMS.index(term), work[TERMS.index(term)] + amount)
            width, elements, macs = number("kw"), into[0] + out[0], number("macs")
            add("operations", 1)
            add("weights", number("params"))
            if kind in ("Convolution", "Deconvolution"):
                add("pointwise_macs" if width == 1 else
                    "winograd_macs" if width == 3 and number("stride") == 1 else "convolution_macs", macs)
                add("product_elements", elements)
            elif kind in ("ConvolutionDepthWise", "DeconvolutionDepthWise"):
                own = number("groups") == into[1]
                add("depthwise_macs" if own else "grouped_macs", macs)
                add("depthwise_elements" if own else "product_elements", elements)
            elif kind in ("InnerProduct", "Gemm"):
                add("dense_macs", macs)
                add("product_elements", elements)
            else:
                if kind == "Pooling":
                    add("windows", out[0] * max(width * width, 1))
                add("other_elements", elements)
    for work in found.values():
        work[TERMS.index("inferences")] = 1
    return {model: work for model, work in found.items() if model in counted - unknown}


def targets(folder, threads):
    """Of each board the works of its networks and their seconds."""
    known, times = works(folder), {}
    for row in csv.DictReader(open(f"{folder}/ncnn-latency.csv")):
        model = row["model"]
        if (row["threads"] != threads or row["board"] in LEFT_OUT or "vulkan" in row["cooling_or_note"] or model.endswith("_int8")
                or model not in known or not row["min_ms"] or float(row["min_ms"]) <= 0):
            continue
        times.setdefault(row["board"], {}).setdefault(model, []).append(float(row["min_ms"]) / 1e3)
    return [(np.array([known[model] for model in sorted(rows)]), np.array([np.mean(rows[model]) for model in sorted(rows)]))
            for rows in times.values() if len(rows) >= 15]


def fit(work, seconds, mean, covariance):
    """The most probable logarithms of one target's rates, and their covariance."""
    precision = np.linalg.inv(covariance)
    sums = precision.sum(1)
    precision = precision - np.outer(sums, sums) / sums.sum()
    logs = np.log(seconds)
    theta = mean + np.median(logs - np.log(work @ np.exp(mean)))

    def state(theta):
        costs = work * np.exp(theta)
        error = logs - np.log(costs.sum(1))
        away = theta - mean
        loss = (FREEDOM + 1) / 2 * np.log1p(error ** 2 / (FREEDOM * NOISE ** 2)).sum() + away @ precision @ away / 2
        shares = costs / costs.sum(1)[:, None]
        weight = (FREEDOM + 1) / (FREEDOM + (error / NOISE) ** 2) / NOISE ** 2
        return loss, shares.T @ (shares * weight[:, None]) + precision, shares.T @ (weight * error) - precision @ away

    damping = 1e-6
    for _ in range(60):
        loss, curvature, slope = state(theta)
        while damping <= 1e8:
            damped = curvature + damping * np.diag(np.diag(curvature) + 1e-9)
            step = np.clip(np.linalg.solve(damped, slope), -2, 2)
            if state(theta + step)[0] <= loss + 1e-12:
                theta = theta + step
                break
            damping *= 10
        damping = max(damping / 10, 1e-9)
    return theta, np.linalg.inv(state(theta)[1] + 1e-9 * np.eye(len(TERMS)))


def learn(sets, mean, covariance):
    size = len(TERMS)
    centred = np.eye(size) - 1 / size
    for _ in range(ROUNDS):
        fits = [fit(work, seconds, mean, covariance) for work, seconds in sets]
        logs = np.array([theta - (theta - mean).mean() for theta, _ in fits])
        new = logs.mean(0)
        covariance = sum(np.outer(row - new, row - new) + centred @ variance @ centred
                         for row, (_, variance) in zip(logs, fits)) / len(sets)
        covariance += 0.05 ** 2 * np.eye(size) + 1e-6
        mean = new
    return mean, covariance


def one_factor(covariance):
    own = np.diag(covariance) / 2
    for _ in range(500):
        values, vectors = np.linalg.eigh(covariance - np.diag(own))
        common = vectors[:, -1] * np.sqrt(max(values[-1], 0))
        own = np.maximum(np.diag(covariance) - common ** 2, 0.02 * np.diag(covariance) + 0.005)
    return common, np.sqrt(own)


def main():
    mean, start = RULE_OF_THUMB, np.eye(len(TERMS))
    for threads in ("1", "4"):
        sets = targets(sys.argv[1], threads)
        mean, covariance = learn(sets, mean, start)
        common, own = one_factor(covariance)
        print(f"ncnn, {threads} thread(s), {len(sets)} boards")
        for term, ratio, loading, deviation in zip(TERMS, np.exp(mean - mean[0]), common, own):
            print(f"    {term:20} {ratio:10.2g} {loading:6.2f} {deviation:5.2f}")


if __name__ == "__main__":
    main()
