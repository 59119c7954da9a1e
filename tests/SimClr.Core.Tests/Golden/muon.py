"""Reference values of Muon from PyTorch: three steps of a layer, its directions made orthogonal by way of a singular value decomposition.

Usage: python3 muon.py > muon.json    (made with PyTorch 1.13.1)
"""
import json

import torch

ITERATIONS, MOMENTUM, RATES = 4, 0.9, (0.1, 0.5, 0.02)


def values(shape, offset):
    count = torch.Size(shape).numel()
    index = torch.arange(count, dtype=torch.float64)
    return torch.sin(1.7 * index + 0.01 * index * index + offset).reshape(shape)


def orthogonal(matrix):
    """The polynomial on the singular values themselves; Jordan et al. 2024 for its coefficients."""
    left, singular, right = torch.linalg.svd(matrix, full_matrices=False)
    singular = singular / singular.square().sum().sqrt()
    for _ in range(ITERATIONS):
        singular = 3.4445 * singular - 4.775 * singular**3 + 2.0315 * singular**5
    return left @ torch.diag(singular) @ right


def case(shape):
    weights, velocity = values(shape, 0.3), torch.zeros(shape, dtype=torch.float64)
    for step, rate in enumerate(RATES):
        gradient = values(shape, 1.0 + step)
        velocity = MOMENTUM * velocity + gradient
        direction = orthogonal((gradient + MOMENTUM * velocity).flatten(1))
        rows, columns = direction.shape
        weights = weights * (rows**0.5 / weights.norm())
        weights = weights - rate * max(1, rows / columns) ** 0.5 * direction.reshape(shape)
    return {"shape": list(shape), "weights": weights.flatten().tolist()}


print(json.dumps([case(shape) for shape in ((4, 6), (6, 4), (5, 5), (4, 2, 3, 3), (12, 1, 2, 2))], indent=1))
