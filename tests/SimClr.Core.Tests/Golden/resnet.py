"""Reference listings and outputs of torchvision's ResNets (Debian: python3-torch, python3-torchvision).

Writes resnet-state-dict.txt (name and shape of every parameter and buffer but the classifier's, for six depths) and
resnet-outputs.txt (features of an 80 x 64 image for deterministic weights, in double precision).
Run from this folder: python3 resnet.py
"""
import math

import torch
import torchvision

DEPTHS = [10, 18, 34, 50, 101, 152]


def model(depth):
    if depth == 10:
        return torchvision.models.ResNet(torchvision.models.resnet.BasicBlock, [1, 1, 1, 1])
    return getattr(torchvision.models, f"resnet{depth}")()


def entries(network):
    return [(name, tensor) for name, tensor in network.state_dict().items() if not name.startswith("fc.")]


def fill(network):
    """Value number k of entry number i: sin(0.37 k + i) scaled to keep activations near one."""
    for index, (name, tensor) in enumerate(entries(network)):
        if name.endswith("num_batches_tracked"):
            continue
        wave = torch.sin(0.37 * torch.arange(tensor.numel(), dtype=torch.float64) + index)
        if tensor.dim() > 1:
            value = wave * math.sqrt(2.0 / tensor[0].numel())
        elif name.endswith("running_var"):
            value = 1 + 0.5 * wave
        elif name.endswith("weight"):
            value = 1 + 0.25 * wave
        else:
            value = 0.1 * wave
        tensor.copy_(value.reshape(tensor.shape))


with open("resnet-state-dict.txt", "w") as listing:
    for depth in DEPTHS:
        for name, tensor in entries(model(depth)):
            listing.write(f"{depth} {name} {'x'.join(map(str, tensor.shape))}\n")

with open("resnet-outputs.txt", "w") as outputs, torch.no_grad():
    for depth in [10, 18, 50]:
        network = model(depth).double().eval()
        network.fc = torch.nn.Identity()
        fill(network)
        image = torch.sin(0.11 * torch.arange(3 * 80 * 64, dtype=torch.float64)).reshape(1, 3, 80, 64)
        for value in network(image)[0, :16]:
            outputs.write(f"{depth} {value.item():.17g}\n")
