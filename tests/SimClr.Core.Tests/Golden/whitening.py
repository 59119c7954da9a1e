"""Reference values of whitening from NumPy: by a singular value decomposition of the centered features, where the library takes the
eigenvalues of their covariance.

Usage: python3 whitening.py > whitening.json    (made with NumPy 1.24.2)
"""
import json

import numpy


def features(images, dimension):
    index = numpy.arange(images * dimension, dtype=numpy.float64)
    values = numpy.sin(1.7 * index + 0.01 * index * index).reshape(images, dimension)
    return (values * (1 + numpy.arange(dimension)) ** 1.5 + 2).astype(numpy.float32).astype(numpy.float64)


def case(images, dimension, strength, floor, components):
    centered = features(images, dimension)
    centered = centered - centered.mean(0)
    _, singular, right = numpy.linalg.svd(centered, full_matrices=True)  # right: a direction a row, the greatest first
    variances = numpy.zeros(dimension)
    variances[: len(singular)] = singular**2 / (images - 1)
    scales = numpy.maximum(variances, floor * variances[0]) ** (-strength / 2)
    if components is None:
        whitened = centered @ (right.T * scales) @ right
    else:
        right = right[:components]
        right = right * numpy.sign(right[numpy.arange(components), numpy.abs(right).argmax(1)])[:, None]
        whitened = centered @ (right.T * scales[:components])
    return {
        "images": images,
        "dimension": dimension,
        "strength": strength,
        "floor": floor,
        "components": components,
        "whitened": whitened.flatten().tolist(),
    }


print(
    json.dumps(
        [
            case(9, 4, 1, 1e-9, None),
            case(9, 4, 0.75, 1e-3, None),
            case(9, 4, 0.5, 0.2, None),
            case(9, 4, 0, 1e-3, None),
            case(9, 4, 1, 1e-9, 4),
            case(30, 6, 0.75, 1e-3, 2),
            case(4, 6, 0.75, 0.05, None),
        ],
        indent=1,
    )
)
