"""Files that numpy writes, small (Debian: python3-numpy 1.24).

Writes the folder NumPy: value number k of an array is k / 4 - 1. Run from this folder: python3 numpy_files.py
"""
import os

import numpy
from numpy.lib import format as npy

FOLDER = "NumPy"
VALUES = (numpy.arange(12) / 4 - 1).reshape(3, 4)


def save(name, array, version=None):
    with open(os.path.join(FOLDER, name), "wb") as file:
        npy.write_array(file, numpy.asanyarray(array), version=version)


os.makedirs(FOLDER, exist_ok=True)
for kind in ("<f4", "<f8", "<f2"):
    save(f"{kind[1:]}-c.npy", VALUES.astype(kind))
    save(f"{kind[1:]}-fortran.npy", numpy.asfortranarray(VALUES.astype(kind)))
for version in ((1, 0), (2, 0), (3, 0)):
    save(f"version{version[0]}.npy", VALUES.astype("<f4"), version)

save("big-endian.npy", VALUES.astype(">f4"))
save("integers.npy", numpy.arange(12).reshape(3, 4))
save("flat.npy", VALUES.astype("<f4").ravel())
save("empty.npy", numpy.zeros((0, 4), "<f4"))
save("objects.npy", numpy.array([[1.5, None]], dtype=object))
save("structured.npy", numpy.zeros(3, dtype=[("x", "<f4"), ("y", "<f4")]))

ALL = {
    "vectors": VALUES.astype("<f4"),
    "labels": numpy.array([2, -1, 0]),
    "paths": numpy.array(["a,b.png", "", "gr\u00fc\u00dfe/\U0001F408.png"]),
    "class_names": numpy.array(["cat", "dog", "horse"]),
    "model_id": numpy.array("ResNet-18-abc"),
}
numpy.savez(os.path.join(FOLDER, "all.npz"), **ALL)
numpy.savez_compressed(os.path.join(FOLDER, "compressed.npz"), **ALL)
numpy.savez(os.path.join(FOLDER, "vectors.npz"), vectors=VALUES)
numpy.savez(os.path.join(FOLDER, "unnamed.npz"), VALUES)
numpy.savez(os.path.join(FOLDER, "objects.npz"), vectors=VALUES, paths=numpy.array(["a", None, "c"], dtype=object))
