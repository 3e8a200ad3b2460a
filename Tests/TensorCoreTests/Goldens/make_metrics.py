"""Makes metrics.json beside it, and class_weights.json among the goldens of TrainingTests: what scikit-learn computes.

usage: python make_metrics.py   (needs scikit-learn; made with scikit-learn 1.9)
"""
import json, pathlib
import numpy as np
from scipy.stats import beta
from sklearn.metrics import balanced_accuracy_score, confusion_matrix, f1_score, precision_score, recall_score, roc_auc_score
from sklearn.utils.class_weight import compute_class_weight

HERE = pathlib.Path(__file__).parent
random = np.random.default_rng(24)

def case(name, labels, logits):
    logits = logits.astype(np.float32)
    answers = logits.argmax(1)
    classes = list(range(logits.shape[1]))
    result = dict(
        name=name, classes=len(classes), labels=labels.tolist(), logits=[float(x) for x in logits.ravel()],
        balanced_accuracy=balanced_accuracy_score(labels, answers), macro_f1=f1_score(labels, answers, average="macro", zero_division=0),
        f1=f1_score(labels, answers, labels=classes, average=None, zero_division=0).tolist(),
        precision=precision_score(labels, answers, labels=classes, average=None, zero_division=0).tolist(),
        recall=recall_score(labels, answers, labels=classes, average=None, zero_division=0).tolist(),
        confusion=confusion_matrix(labels, answers, labels=classes).tolist())
    if len(classes) == 2: result["auc"] = roc_auc_score(labels, logits[:, 1] - logits[:, 0])
    return result

def drawn(count, shares, skill, step=0.0):
    """Logits that know the label more or less; in multiples of a step, so that there are ties."""
    labels = random.choice(len(shares), count, p=shares)
    logits = random.normal(size=(count, len(shares))) + skill * np.eye(len(shares))[labels]
    return labels, np.round(logits / step) * step if step else logits

cases = [
    case("95:5", *drawn(400, [0.95, 0.05], 1.5)), case("95:5 with ties", *drawn(400, [0.95, 0.05], 1, 0.5)),
    case("always the first", np.array([0] * 19 + [1]), np.tile([1.0, 0.0], (20, 1))),
    case("five classes", *drawn(300, [0.6, 0.25, 0.1, 0.04, 0.01], 1)), case("two to eight", *drawn(60, [0.2, 0.8], 0.5)),
]
# The last class has no examples, and is answered.
labels, logits = drawn(80, [0.5, 0.3, 0.2, 0], 1)
cases.append(case("a class without examples", labels, logits))
# Nor is it ever answered.
logits = logits.copy()
logits[:, 3] = -20
cases.append(case("a class that never occurs", labels, logits))
(HERE / "metrics.json").write_text(json.dumps(cases) + "\n")

weights = []
for shares in ([0.95, 0.05], [0.6, 0.25, 0.1, 0.04, 0.01], [0.5, 0.5, 0.0]):
    labels = random.choice(len(shares), 200, p=shares)
    present = np.unique(labels)
    found = dict(zip(present.tolist(), compute_class_weight("balanced", classes=present, y=labels)))
    weights.append(dict(labels=labels.tolist(), weights=[found.get(label, 0.0) for label in range(len(shares))]))
(HERE.parent.parent / "TrainingTests" / "Goldens" / "class_weights.json").write_text(json.dumps(weights) + "\n")

# For the test of RandomStream.nextBeta: where a tenth, a third and a half of the draws lie below.
for alpha in (0.1, 0.5, 1, 4): print(alpha, [float(beta.ppf(q, alpha, alpha)) for q in (0.1, 1 / 3, 0.5)])
