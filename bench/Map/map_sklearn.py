"""scikit-learn's t-SNE on the vectors that the command map wrote, and its trustworthiness of both maps.

Usage: python3 map_sklearn.py FOLDER IMAGES [--neighbors 15] [--skip-tsne]; the folder of --output. Measured with scikit-learn 1.2.1.
"""
import argparse
import time

import numpy as np
from sklearn.manifold import TSNE, trustworthiness

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("images", type=int)
parser.add_argument("--neighbors", type=int, default=15)
parser.add_argument("--skip-tsne", action="store_true")
arguments = parser.parse_args()

vectors = np.load(f"{arguments.folder}/vectors-{arguments.images}.npy").astype(np.float64)
lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def report(name, points, time_taken=""):
    values = [f"k={k}: {trustworthiness(vectors, points, n_neighbors=k):.4f}" for k in (5, arguments.neighbors)]
    print(f"{name}: trustworthiness {', '.join(values)}" + time_taken, flush=True)


report("SimClr.Core", np.load(f"{arguments.folder}/points-{arguments.images}.npy"))
if not arguments.skip_tsne:
    start = time.perf_counter(), time.process_time()
    tsne = TSNE(init="pca", learning_rate="auto", perplexity=30, random_state=0, n_jobs=-1)
    points = tsne.fit_transform(vectors)
    report("scikit-learn", points, f", {time.perf_counter() - start[0]:.1f} s, of all processors {time.process_time() - start[1]:.1f} s")
    np.save(f"{arguments.folder}/sklearn-{arguments.images}.npy", points)
