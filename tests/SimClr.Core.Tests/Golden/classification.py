"""Reference values of linear evaluation, kNN and reports from scikit-learn, on features that both sides make alike.

They look like those of a network: ten classes, overlapping, in a few directions, mixed, never negative, of different scales, one dead.
Usage: python3 classification.py > classification.json    (made with scikit-learn 1.2.1)
"""
import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, classification_report, log_loss, top_k_accuracy_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

CLASSES, LATENT, DIMENSION, TRAIN, TEST = 10, 12, 48, 1500, 1000


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1103515245 + 12345) % 2 ** 31
        return self.state / 2 ** 31 - 0.5


def features(count, seed):
    shape, noise = Numbers(7), Numbers(seed)
    centers = [[shape.next() for _ in range(LATENT)] for _ in range(CLASSES)]
    mixing = [[shape.next() for _ in range(LATENT)] for _ in range(DIMENSION)]
    rows, labels = [], []
    for i in range(count):
        label = i * 7 % CLASSES
        latent = [centers[label][k] + (noise.next() + noise.next() + noise.next()) * 0.6 for k in range(LATENT)]
        row = []
        for f in range(DIMENSION):
            value = 0.1
            for k in range(LATENT):
                value += mixing[f][k] * latent[k]
            row.append(max(value, 0.0) * (f % 5 + 1) if f < DIMENSION - 1 else 0.0)
        rows.append(row)
        labels.append(label)
    return np.array(rows).astype(np.float32).astype(np.float64), np.array(labels)


train_x, train_y = features(TRAIN, 1)
test_x, test_y = features(TEST, 2)
scaler = StandardScaler().fit(train_x)


def report(predictions, scores):
    table = classification_report(test_y, predictions, output_dict=True, zero_division=0)
    rows = [table[str(c)] for c in range(CLASSES)]
    return {"accuracy": table["accuracy"], "top5": top_k_accuracy_score(test_y, scores, k=5),
            "precision": [r["precision"] for r in rows], "recall": [r["recall"] for r in rows], "f1": [r["f1-score"] for r in rows],
            "macroPrecision": table["macro avg"]["precision"], "macroRecall": table["macro avg"]["recall"],
            "macroF1": table["macro avg"]["f1-score"], "balanced": balanced_accuracy_score(test_y, predictions)}


def linear(l2):
    model = LogisticRegression(C=1 / (TRAIN * l2), tol=1e-10, max_iter=100000, multi_class="multinomial")
    model.fit(scaler.transform(train_x), train_y)
    probabilities = model.predict_proba(scaler.transform(test_x))
    return {"l2": l2, "trainLoss": log_loss(train_y, model.predict_proba(scaler.transform(train_x))),
            "testLoss": log_loss(test_y, probabilities), **report(probabilities.argmax(1), probabilities)}


def knn(count, temperature):
    model = KNeighborsClassifier(count, weights=lambda distance: np.exp((1 - distance) / temperature), metric="cosine", algorithm="brute")
    model.fit(train_x, train_y)
    probabilities = model.predict_proba(test_x)
    own = probabilities[np.arange(TEST), test_y]
    return {"count": count, "temperature": temperature, "share": own.mean(), **report(probabilities.argmax(1), probabilities)}


print(json.dumps({"linear": [linear(l2) for l2 in (1.0, 1e-2, 1e-4)], "knn": [knn(20, 0.1), knn(200, 0.1), knn(1500, 0.02)]}, indent=1))
