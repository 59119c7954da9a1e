"""Measures PyTorch's training step on the cases of `-- step`, in the default layout and channels-last.

    python3 bench/Step/step_pytorch.py --json pytorch.json
    dotnet run -c Release --project bench -- step --reference pytorch.json

The network is torchvision's, the loss NT-Xent as it is usually written, the optimizer SGD with momentum, all in single precision.
Every figure comes from a process of its own; the median of 9 rounds counts, as on the other side.
"""
import argparse
import concurrent.futures
import json
import multiprocessing
import os
import platform
import statistics
import time

import torch
import torch.nn.functional as F
import torchvision
from torch import nn

WARM_UPS = 2
ROUNDS = 9
EMBEDDING = 128
TEMPERATURE = 0.5
LAYOUTS = {"pytorch": torch.contiguous_format, "pytorch-channels-last": torch.channels_last}

# name: constructor, base channels, side, images in a batch
CASES = {
    "resnet18-16": ("resnet18", 16, 32, 256),
    "resnet18-32": ("resnet18", 32, 32, 256),
    "resnet18-64": ("resnet18", 64, 32, 128),
    "resnet50-64": ("resnet50", 64, 32, 64),
    "resnet18-224": ("resnet18", 64, 224, 32),
    "resnet50-224": ("resnet50", 64, 224, 16),
}


class NarrowResNet(torchvision.models.ResNet):
    """torchvision's network with another number of base channels: its stages have fixed widths, so they are scaled as they are made."""

    def __init__(self, block, layers, base):
        self.base = base
        super().__init__(block, layers)

    def _make_layer(self, block, planes, blocks, stride=1, dilate=False):
        if planes == 64:
            self.inplanes = self.base
            self.conv1 = nn.Conv2d(3, self.base, kernel_size=7, stride=2, padding=3, bias=False)
            self.bn1 = nn.BatchNorm2d(self.base)
        return super()._make_layer(block, planes * self.base // 64, blocks, stride, dilate)


def encoder(name, base, side):
    resnet = torchvision.models.resnet
    bottleneck = name == "resnet50"
    network = NarrowResNet(resnet.Bottleneck if bottleneck else resnet.BasicBlock, [3, 4, 6, 3] if bottleneck else [2, 2, 2, 2], base)
    network.fc = nn.Identity()
    if side <= 64:
        network.conv1 = nn.Conv2d(3, base, kernel_size=3, stride=1, padding=1, bias=False)
        network.maxpool = nn.Identity()
    return network, 8 * base * (4 if bottleneck else 1)


def head(features):
    return nn.Sequential(
        nn.Linear(features, features, bias=False), nn.BatchNorm1d(features), nn.ReLU(),
        nn.Linear(features, EMBEDDING, bias=False), nn.BatchNorm1d(EMBEDDING))


def nt_xent(z):
    views = z.shape[0]
    z = F.normalize(z)
    logits = z @ z.t() / TEMPERATURE
    logits = logits.masked_fill(torch.eye(views, dtype=torch.bool), float("-inf"))
    return F.cross_entropy(logits, (torch.arange(views) + views // 2) % views)


def resident(field):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field))


def seconds_for(step, repetitions):
    start = time.perf_counter()
    for _ in range(repetitions):
        step()
    return (time.perf_counter() - start) / repetitions


def measure(case, contender, seconds, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    before = resident("VmRSS:")
    name, base, side, images = CASES[case]
    network, features = encoder(name, base, side)
    model = nn.Sequential(network, head(features)).to(memory_format=LAYOUTS[contender])
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.03, momentum=0.9)
    views = torch.rand(2 * images, 3, side, side).to(memory_format=LAYOUTS[contender])

    def step():
        optimizer.zero_grad()
        loss = nt_xent(model(views))
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(WARM_UPS - 1):
        step()
    repetitions = max(1, round(seconds / (ROUNDS * seconds_for(step, 1))))
    rounds = [seconds_for(step, repetitions) for _ in range(ROUNDS)]
    assert step() < float("inf"), "diverged: the figures would mean nothing"
    peak = resident("VmHWM:")
    return dict(
        case=case, contender=contender, views=2 * images, parameters=sum(parameter.numel() for parameter in model.parameters()),
        viewsPerSecond=2 * images / statistics.median(rounds), bestViewsPerSecond=2 * images / min(rounds),
        peakBytes=peak, stepBytes=peak - before)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--seconds", type=float, default=20, help="time for the 9 rounds of one measurement")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    versions = f"torch {torch.__version__}, torchvision {torchvision.__version__}"
    print(f"{platform.node()}: {versions}, {options.threads} threads, median of {ROUNDS} rounds")
    print(f"{'':14}{'views':>7}{'':>22}{'views/s':>10}{'peak MiB':>10}{'step MiB':>10}")
    results = []
    for case in options.cases:
        for contender in LAYOUTS:
            with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
                result = process.submit(measure, case, contender, options.seconds, options.threads).result()
            memory = f"{result['peakBytes'] >> 20:10}{result['stepBytes'] >> 20:10}"
            print(f"{case:14}{result['views']:7}{contender:>22}{result['viewsPerSecond']:10.1f}{memory}", flush=True)
            results.append(result)
    if options.json:
        with open(options.json, "w") as file:
            versions = {"PyTorch": torch.__version__, "torchvision": torchvision.__version__}
            json.dump(dict(versions=versions, threads=options.threads, results=results), file, indent=2)


if __name__ == "__main__":
    main()
