"""Reference values of SupCon and DCL from PyTorch, gradients by autograd, in double.

SupCon is written as its authors do (github.com/HobbitLong/SupContrast, losses.py, contrast_mode='all'): features [N, V, D], label masks
[N, N] repeated over the views, log of the sum of exponentials over all others. DCL is written from its paper (arXiv 2110.06848, equation 6)
for two views.

Usage: python3 losses.py > losses.json    (made with PyTorch 1.13.1)
"""
import json

import torch

IMAGES, DIMENSION = 7, 5
LABELS = [0, 1, 0, 3, 1, 0, 2]


def embeddings(view):
    rows = torch.arange(IMAGES, dtype=torch.float64).unsqueeze(1)
    columns = torch.arange(DIMENSION, dtype=torch.float64).unsqueeze(0)
    return torch.sin(1.7 * rows + 2.3 * columns * columns + 0.9 * view) + 0.1 * columns


def supcon(views, temperature):
    count = len(views)
    features = torch.nn.functional.normalize(torch.stack(views, dim=1), dim=2)  # [N, V, D]
    contrast = torch.cat(torch.unbind(features, dim=1), dim=0)  # [V*N, D]
    labels = torch.tensor(LABELS).view(-1, 1)
    mask = torch.eq(labels, labels.T).double().repeat(count, count)
    logits = contrast @ contrast.T / temperature
    logits = logits - logits.max(dim=1, keepdim=True).values.detach()
    others = 1 - torch.eye(count * IMAGES, dtype=torch.float64)
    mask = mask * others
    log_probabilities = logits - torch.log((torch.exp(logits) * others).sum(1, keepdim=True))
    return -((mask * log_probabilities).sum(1) / mask.sum(1)).mean()


def dcl(views, temperature):
    first, second = (torch.nn.functional.normalize(view, dim=1) for view in views)
    other_images = 1 - torch.eye(IMAGES, dtype=torch.float64)

    def direction(anchors, others):
        positive = (anchors * others).sum(1) / temperature
        negatives = torch.exp(anchors @ anchors.T / temperature) * other_images
        negatives = torch.cat([negatives, torch.exp(anchors @ others.T / temperature) * other_images], dim=1)
        return -positive + torch.log(negatives.sum(1))

    return torch.cat([direction(first, second), direction(second, first)]).mean()


def case(name, loss, count, temperature):
    views = [embeddings(view).requires_grad_() for view in range(count)]
    value = loss(views, temperature)
    value.backward()
    gradient = torch.cat([view.grad for view in views]).flatten().tolist()
    return {"loss": name, "views": count, "temperature": temperature, "value": value.item(), "gradient": gradient}


print(json.dumps(
    [case("supcon", supcon, count, t) for count in (2, 3) for t in (0.07, 0.5)]
    + [case("dcl", dcl, 2, t) for t in (0.07, 0.5)], indent=1))
