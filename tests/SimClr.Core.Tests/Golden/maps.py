"""Reference values of maps: scikit-learn's trustworthiness, and that of its t-SNE, on vectors that both sides make alike.

Usage: python3 maps.py > maps.json    (made with scikit-learn 1.2.1 and numpy 1.24.2)
Continuity is trustworthiness with the two spaces exchanged (Venna and Kaski 2006, equation 3).
"""
import json

import numpy as np
from sklearn.manifold import TSNE, trustworthiness


def uniform(count, seed):
    state, values = seed, []
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2 ** 31
        values.append(state / 2 ** 31 - 0.5)
    return np.array(values)


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def vectors(images, dimension, groups, seed, width):
    """[n, D]: image i around the center of group i % groups."""
    centers = uniform(groups * dimension, seed).reshape(groups, dimension)
    noise = uniform(images * dimension, seed + 1).reshape(images, dimension)
    return (centers[np.arange(images) % groups] + width * noise).astype(np.float32)


def nearest(x, k):
    distances = ((x[:, None].astype(np.float64) - x[None]) ** 2).sum(-1)
    np.fill_diagonal(distances, np.inf)
    return np.argsort(distances, axis=1, kind="stable")[:, :k]


def quality(images, dimension, groups, seed, width, neighbors):
    x = unit(vectors(images, dimension, groups, seed, width).astype(np.float64))
    # A map that knows something, and errs: two coordinates of the vectors, and noise.
    points = (vectors(images, dimension, groups, seed, width)[:, :2] + 0.3 * uniform(2 * images, seed + 2).reshape(images, 2)).astype(np.float32)
    common = [len(set(a) & set(b)) / neighbors for a, b in zip(nearest(x, neighbors), nearest(points, neighbors))]
    return {"images": images, "dimension": dimension, "groups": groups, "seed": seed, "width": width, "neighbors": neighbors,
            "trustworthiness": trustworthiness(x, points, n_neighbors=neighbors),
            "continuity": trustworthiness(points, x, n_neighbors=neighbors), "overlap": float(np.mean(common))}


def tsne(images, dimension, groups, seed, width, neighbors):
    x = unit(vectors(images, dimension, groups, seed, width).astype(np.float64))
    points = TSNE(init="pca", learning_rate="auto", perplexity=30, random_state=0, method="exact").fit_transform(x)
    return {"images": images, "dimension": dimension, "groups": groups, "seed": seed, "width": width, "neighbors": neighbors,
            "trustworthiness": trustworthiness(x, points, n_neighbors=neighbors)}


print(json.dumps({
    "quality": [quality(200, 6, 5, 11, 0.5, 5), quality(97, 20, 3, 21, 1.0, 15), quality(60, 3, 1, 31, 1.0, 29)],
    "tsne": [tsne(300, 10, 6, 41, 0.7, 15), tsne(500, 32, 1, 51, 1.0, 10), tsne(400, 4, 3, 61, 0.5, 5)],
}, indent=1))
