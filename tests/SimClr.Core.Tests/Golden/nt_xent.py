"""Reference values of NT-Xent from PyTorch: cross entropy over masked logits, gradients by autograd, in double.

Usage: python3 nt_xent.py > nt_xent.json    (made with PyTorch 1.13.1)
"""
import json

import torch

PAIRS, DIMENSION = 6, 5


def embeddings(offset):
    rows = torch.arange(PAIRS, dtype=torch.float64).unsqueeze(1)
    columns = torch.arange(DIMENSION, dtype=torch.float64).unsqueeze(0)
    return torch.sin(1.7 * rows + 2.3 * columns * columns + offset) + 0.1 * columns


def case(temperature):
    z1, z2 = embeddings(0.0).requires_grad_(), embeddings(0.9).requires_grad_()
    z = torch.nn.functional.normalize(torch.cat([z1, z2]), dim=1)
    logits = (z @ z.t() / temperature).masked_fill(torch.eye(2 * PAIRS, dtype=torch.bool), -torch.inf)
    targets = (torch.arange(2 * PAIRS) + PAIRS) % (2 * PAIRS)
    loss = torch.nn.functional.cross_entropy(logits, targets)
    loss.backward()
    return {
        "temperature": temperature,
        "loss": loss.item(),
        "gradient1": z1.grad.flatten().tolist(),
        "gradient2": z2.grad.flatten().tolist(),
    }


print(json.dumps([case(t) for t in (0.01, 0.07, 0.5, 5.0)], indent=1))
