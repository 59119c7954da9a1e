"""Reference values of logistic regression by SGD from PyTorch's own optimizer, on the features of classes.py.

Usage: python3 sgd_probe.py > sgd_probe.json    (made with PyTorch 1.13.0)
"""
import json
import math

import numpy as np
import torch

from classes import CLASSES, DIMENSION, TRAIN, features

STEPS = 5


def fit(rate, momentum, nesterov, decay, standardize):
    """Whole batches: five epochs are five steps, with a cosine from the rate to 0."""
    x, y = features(TRAIN, 1)
    mean, scale = np.zeros(DIMENSION), np.ones(DIMENSION)
    if standardize:
        mean, scale = x.mean(0), x.std(0)
        scale[scale == 0] = 1
    x, y = torch.tensor((x - mean) / scale), torch.tensor(y)
    layer = torch.nn.Linear(DIMENSION, CLASSES, dtype=torch.float64)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    groups = [{"params": [layer.weight], "weight_decay": decay}, {"params": [layer.bias], "weight_decay": 0.0}]
    optimizer = torch.optim.SGD(groups, lr=rate, momentum=momentum, nesterov=nesterov)
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = rate * (1 + math.cos(math.pi * step / STEPS)) / 2
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(layer(x), y).backward()
        optimizer.step()
    weights = layer.weight.detach().numpy() / scale
    bias = layer.bias.detach().numpy() - weights @ mean
    return {"rate": rate, "momentum": momentum, "nesterov": nesterov, "decay": decay, "standardize": standardize,
            "weights": weights.flatten().tolist(), "bias": bias.tolist()}


print(json.dumps([
    fit(0.001, 0.9, True, 0.0, False),
    fit(0.001, 0.9, False, 0.0, False),
    fit(0.001, 0.0, False, 0.1, False),
    fit(0.5, 0.9, True, 0.01, True),
], indent=1))
