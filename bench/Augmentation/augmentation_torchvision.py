"""Measures torchvision's PIL pipelines with the settings of `-- augmentation`, on one core.

    python3 bench/Augmentation/augmentation_torchvision.py --json torchvision.json
    dotnet run -c Release --project bench -- augmentation --reference torchvision.json

A view is a float tensor, so each pipeline ends with ToTensor. The best of several rounds counts, as on the other side.
"""
import argparse
import json
import platform
import time

import numpy as np
import torch
import torchvision
from PIL import Image, __version__ as pillow
from torchvision import transforms as T

ROUNDS = 25


def picture(height, width, seed):
    at = np.arange(height * width * 3)
    noise = np.random.default_rng(seed).integers(0, 50, at.size)
    values = (110 + 90 * np.sin(at * 0.01 + seed) + noise).astype(np.uint8)
    return Image.fromarray(values.reshape(height, width, 3))


def distortion(strength):
    jitter = T.ColorJitter(0.8 * strength, 0.8 * strength, 0.8 * strength, 0.2 * strength)
    return [T.RandomApply([jitter], p=0.8), T.RandomGrayscale(p=0.2)]


def blur(kernel):
    return T.RandomApply([T.GaussianBlur(kernel, sigma=(0.1, 2.0))], p=0.5)


def pipeline(size, steps):
    return T.Compose([T.RandomResizedCrop(size), T.RandomHorizontalFlip(), *steps, T.ToTensor()])


CASES = [
    ("cifar-32", (32, 32), pipeline(32, distortion(0.5))),
    ("imagenet-32", (32, 32), pipeline(32, [*distortion(1), blur(3)])),
    ("imagenet-224", (375, 500), pipeline(224, [*distortion(1), blur(23)])),
]


def rate(transform, images, seconds, clock):
    made = 0
    start = clock()
    while clock() - start < seconds:
        transform(images[made % len(images)])
        made += 1
    return made / (clock() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json")
    parser.add_argument("--seconds", type=float, default=0.2)
    parser.add_argument("--processor-time", action="store_true", help="count processor time instead of elapsed time, for a busy machine")
    options = parser.parse_args()
    clock = time.process_time if options.processor_time else time.perf_counter
    torch.set_num_threads(1)
    torch.manual_seed(1)
    results = []
    print(f"{platform.node()}: torchvision {torchvision.__version__}, torch {torch.__version__}, Pillow {pillow}, one core")
    for name, (height, width), transform in CASES:
        images = [picture(height, width, seed) for seed in range(64)]
        rate(transform, images, options.seconds / 2, clock)
        best = max(rate(transform, images, options.seconds, clock) for _ in range(ROUNDS))
        print(f"{name:20}{best:13.0f}")
        results.append(dict(name=name, viewsPerSecondOneCore=best))
    if options.json:
        with open(options.json, "w") as file:
            json.dump(dict(versions={"torchvision": torchvision.__version__, "Pillow": pillow}, results=results), file, indent=2)


if __name__ == "__main__":
    main()
