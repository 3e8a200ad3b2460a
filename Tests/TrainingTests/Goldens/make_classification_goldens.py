#!/usr/bin/env python3
"""Prints the figures of Evaluation/ClassificationReportTests.swift, by scikit-learn and NumPy."""
import numpy
from sklearn import metrics

PROBABILITIES = numpy.array([
    [0.7, 0.2, 0.1], [0.1, 0.81, 0.09], [0.3, 0.29, 0.41], [0.61, 0.29, 0.1], [0.2, 0.5, 0.3], [0.05, 0.05, 0.9], [0.55, 0.4, 0.05],
    [0.1, 0.15, 0.75], [0.41, 0.35, 0.24], [0.25, 0.61, 0.14],
])
LABELS = numpy.array([0, 1, 2, 0, 2, 2, 1, 2, 0, 1])

predicted = PROBABILITIES.argmax(1)
precision, recall, f1, _ = metrics.precision_recall_fscore_support(LABELS, predicted)
print("accuracy", metrics.accuracy_score(LABELS, predicted))
print("balanced", metrics.balanced_accuracy_score(LABELS, predicted))
print("macro F1", metrics.f1_score(LABELS, predicted, average="macro"))
print("confusion", metrics.confusion_matrix(LABELS, predicted).tolist())
print("precision", precision.tolist())
print("recall", recall.tolist())
print("F1", f1.tolist())

# Guo et al. 2017, equation 5, 15 bins.
confidence, right = PROBABILITIES.max(1), predicted == LABELS
bins = numpy.minimum((confidence * 15).astype(int), 14)
print("calibration error", sum(abs(right[bins == b].sum() - confidence[bins == b].sum()) for b in range(15)) / len(LABELS))
