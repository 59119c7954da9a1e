"""Reference values of linear evaluation and kNN from scikit-learn, on features that both sides make alike.

Usage: python3 evaluation.py > evaluation.json    (made with scikit-learn 1.2.1)
"""
import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

from classes import CLASSES, DIMENSION, TEST, TRAIN, features

train_x, train_y = features(TRAIN, 1)
test_x, test_y = features(TEST, 2)
scaler = StandardScaler().fit(train_x)


def linear(l2):
    model = LogisticRegression(C=1 / (TRAIN * l2), tol=1e-12, max_iter=100000, multi_class="multinomial")
    model.fit(scaler.transform(train_x), train_y)
    weights = model.coef_ / scaler.scale_
    bias = model.intercept_ - weights @ scaler.mean_
    scores = test_x @ weights.T + bias
    assert np.array_equal(scores.argmax(1), model.predict(scaler.transform(test_x)))
    top2 = np.mean([y in np.argsort(-s)[:2] for s, y in zip(scores, test_y)])
    return {"l2": l2, "weights": weights.flatten().tolist(), "bias": bias.tolist(),
            "accuracy": model.score(scaler.transform(test_x), test_y), "top2": top2}


def knn(count, temperature):
    model = KNeighborsClassifier(count, weights=lambda distance: np.exp((1 - distance) / temperature), metric="cosine", algorithm="brute")
    model.fit(train_x, train_y)
    distance, index = model.kneighbors(test_x)
    return {"count": count, "temperature": temperature, "predictions": model.predict(test_x).tolist(),
            "nearest": index[:, 0].tolist(), "similarity": (1 - distance[:, 0]).tolist()}


print(json.dumps({
    "linear": [linear(l2) for l2 in (1.0, 1e-2, 1e-4)],
    "knn": [knn(1, 0.1), knn(20, 0.1), knn(200, 0.002)],
}, indent=1))
