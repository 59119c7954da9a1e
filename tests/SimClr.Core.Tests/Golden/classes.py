"""Features of overlapping classes, which evaluation.py, sgd_probe.py and the tests make alike."""
import numpy as np

CLASSES, DIMENSION, TRAIN, TEST = 4, 12, 320, 80


def features(count, seed):
    """Overlapping classes; features of different scales, correlated through the noise that they share, one of them constant."""
    state, rows = seed, []
    for i in range(count):
        noise = []
        for _ in range(DIMENSION):
            state = (state * 1103515245 + 12345) % 2 ** 31
            noise.append(state / 2 ** 31 - 0.5)
        label = i % CLASSES
        row = [(f + 1) * (noise[f] + noise[0] + 0.15 * ((label * (f + 3)) % 5) + 3) for f in range(DIMENSION)]
        row[DIMENSION - 1] = 7.0
        rows.append(row)
    return np.array(rows).astype(np.float32).astype(np.float64), np.arange(count) % CLASSES
