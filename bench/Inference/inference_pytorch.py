"""Measures PyTorch from images to features on the cases of `-- inference`, in the default layout and channels-last.

    python3 bench/Inference/inference_pytorch.py --json pytorch.json
    dotnet run -c Release --project bench -- inference --reference pytorch.json

The network is torchvision's in evaluation mode, without gradient, in single precision; the median of 9 rounds counts.
"""
import argparse
import json
import os
import statistics
import sys

import torch
import torchvision

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Step"))
from step_pytorch import CASES, LAYOUTS, ROUNDS, encoder, seconds_for


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=["resnet18-16", "resnet18-64"])
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=10, help="time for the 9 rounds of one measurement")
    options = parser.parse_args()
    torch.manual_seed(1)
    results = []
    for case in options.cases:
        for contender, layout in LAYOUTS.items():
            name, base, side, _ = CASES[case]
            network = encoder(name, base, side)[0].to(memory_format=layout).eval()
            images = torch.rand(options.batch, 3, side, side).to(memory_format=layout)
            with torch.inference_mode():
                seconds_for(lambda: network(images), 1)
                repetitions = max(1, round(options.seconds / (ROUNDS * seconds_for(lambda: network(images), 1))))
                rate = options.batch / statistics.median(seconds_for(lambda: network(images), repetitions) for _ in range(ROUNDS))
            print(f"{case:14}{contender:>24}{rate:10.1f}", flush=True)
            results.append(dict(case=case, contender=contender, batch=options.batch, imagesPerSecond=rate))
    if options.json:
        versions = {"PyTorch": torch.__version__, "torchvision": torchvision.__version__}
        with open(options.json, "w") as file:
            json.dump(dict(versions=versions, results=results), file, indent=1)


if __name__ == "__main__":
    main()
