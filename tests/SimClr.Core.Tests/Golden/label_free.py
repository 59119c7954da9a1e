"""Reference values of the label-free measures, straight from their definitions, on features that both sides make alike.

Usage: python3 label_free.py > label_free.json    (made with numpy 1.24.2 and scipy 1.10.1)
"""
import json

import numpy as np
from scipy.linalg import sqrtm
from scipy.stats import spearmanr


def uniform(count, seed):
    state, values = seed, []
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2 ** 31
        values.append(state / 2 ** 31 - 0.5)
    return values


def views(images, dimension, number, seed, noise):
    """[V, n, D]: images of different scale in each dimension, with a part that all have in common, and what tells views apart."""
    image = uniform(images * dimension, seed)
    result = []
    for view in range(number):
        own = uniform(images * dimension, seed + 1 + view)
        result.append([[image[i * dimension + d] * (d % 5 + 1) + 0.5 * (d % 3) + noise * own[i * dimension + d]
                        for d in range(dimension)] for i in range(images)])
    return np.array(result).astype(np.float32).astype(np.float64)


def rank(shares):
    shares = shares / np.abs(shares).sum() + 1e-7
    return float(np.exp(-(shares * np.log(shares)).sum()))


def unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def alignment(z):
    pairs = [(a, b) for a in range(len(z)) for b in range(a)]
    return float(np.mean([(np.linalg.norm(unit(z[a]) - unit(z[b]), axis=1) ** 2).mean() for a, b in pairs]))


def uniformity(x):
    x = unit(x)
    distances = [((x[i] - x[j]) ** 2).sum() for i in range(len(x)) for j in range(i)]
    return float(np.log(np.mean(np.exp(-2 * np.array(distances)))))


def lidar(z):
    number, images, dimension = z.shape
    means = z.mean(0)
    mean = means.mean(0)
    between = sum(np.outer(m - mean, m - mean) for m in means) / (images - 1)
    within = sum(np.outer(z[v, i] - means[i], z[v, i] - means[i]) for v in range(number) for i in range(images)) / (images * (number - 1))
    root = np.linalg.inv(sqrtm(within + 1e-4 * np.eye(dimension)).real)
    return rank(np.clip(np.linalg.eigvalsh(root @ between @ root), 0, None))


def scores(images, dimension, number, seed, noise):
    z = views(images, dimension, number, seed, noise)
    return {"images": images, "dimension": dimension, "views": number, "seed": seed, "noise": noise, "alignment": alignment(z),
            "uniformity": uniformity(z[0]), "rankMe": rank(np.linalg.svd(z[0], compute_uv=False)), "lidar": lidar(z)}


def spearman(left, right):
    return {"left": left, "right": right, "correlation": spearmanr(left, right)[0]}


print(json.dumps({
    "scores": [scores(60, 8, 3, 11, 0.6), scores(40, 5, 2, 21, 0.01), scores(12, 20, 4, 31, 0.3), scores(300, 3, 5, 41, 2.0)],
    "spearman": [spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]), spearman([1, 1, 2, 3, 3, 3], [5, 4, 4, 1, 2, 2.5])],
}, indent=1))
