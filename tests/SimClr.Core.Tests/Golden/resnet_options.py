"""Reference listings and outputs of ResNet's options (Debian: python3-torch, python3-torchvision): ResNet-D, squeeze-and-excitation and
selective kernels, written anew on torchvision's blocks, with torchvision's SqueezeExcitation and timm's names.

Writes resnet-options-state-dict.txt (name and shape of every parameter and buffer) and resnet-options-outputs.txt (features of an 80 x 64
image for deterministic weights, in double precision).
Run from this folder: python3 resnet_options.py
"""
import math

import torch
import torchvision
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

# Name: depth, deep stem and pooled shortcuts, ratio of selective kernels, ratio of squeeze-and-excitation.
NETWORKS = {
    "resnet50d": (50, True, 0, 0),
    "seresnet50": (50, False, 0, 1 / 16),
    "simclrv2-50": (50, True, 1 / 16, 0),
    "skresnet18": (18, False, 1 / 16, 0),
    "seskresnet18d": (18, True, 1 / 16, 1 / 16),
}
BLOCKS = {18: (BasicBlock, [2, 2, 2, 2]), 50: (Bottleneck, [3, 4, 6, 3])}


class SelectiveKernel(nn.Module):
    """Mixes the two halves of the channels, as SK_Conv2D of the official SimCLR code does."""

    def __init__(self, channels, ratio):
        super().__init__()
        middle = max(int(channels * ratio), 32)
        self.fc_reduce = nn.Conv2d(channels, middle, 1, bias=False)
        self.bn = nn.BatchNorm2d(middle)
        self.fc_select = nn.Conv2d(middle, 2 * channels, 1, bias=False)

    def forward(self, streams):
        pair = torch.stack(torch.chunk(streams, 2, dim=1))
        pooled = pair.sum(0).mean([2, 3], keepdim=True)
        mixing = self.fc_select(torch.relu(self.bn(self.fc_reduce(pooled))))
        return (pair * torch.stack(torch.chunk(mixing, 2, dim=1)).softmax(0)).sum(0)


def options_of(block, selective, excitation):
    class Optional(block):
        def __init__(self, inplanes, planes, *args, **kwargs):
            super().__init__(inplanes, planes, *args, **kwargs)
            outputs = planes * self.expansion
            if selective:
                name = "1" if block is BasicBlock else "2"
                old = getattr(self, "conv" + name)
                doubled = nn.Conv2d(old.in_channels, 2 * planes, 3, old.stride, 1, bias=False)
                setattr(self, "conv" + name, doubled)
                setattr(self, "bn" + name, nn.BatchNorm2d(2 * planes))
                self.sk = SelectiveKernel(planes, selective)
            if excitation:
                reduced = max(8, int(outputs * excitation + 4) // 8 * 8)
                self.se = torchvision.ops.SqueezeExcitation(outputs, reduced)

        def forward(self, x):
            mix = self.sk if selective else nn.Identity()
            y = torch.relu(self.bn1(self.conv1(x)))
            if block is BasicBlock:
                y = self.bn2(self.conv2(mix(y)))
            else:
                y = mix(torch.relu(self.bn2(self.conv2(y))))
                y = self.bn3(self.conv3(y))
            if excitation:
                y = self.se(y)
            return torch.relu(y + (x if self.downsample is None else self.downsample(x)))

    Optional.expansion = block.expansion
    return Optional


def network_of(depth, is_d, selective, excitation):
    block, counts = BLOCKS[depth]
    network = ResNet(options_of(block, selective, excitation), counts)
    network.fc = nn.Identity()
    if not is_d:
        return network
    network.conv1 = nn.Sequential(
        nn.Conv2d(3, 32, 3, 2, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
        nn.Conv2d(32, 32, 3, 1, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
        nn.Conv2d(32, 64, 3, 1, 1, bias=False))
    for module in network.modules():
        shortcut = getattr(module, "downsample", None)
        if shortcut is None:
            continue
        old, norm = shortcut[0], shortcut[1]
        halves = old.stride[0] == 2
        pool = nn.AvgPool2d(2, 2, ceil_mode=True, count_include_pad=False) if halves else nn.Identity()
        module.downsample = nn.Sequential(pool, nn.Conv2d(old.in_channels, old.out_channels, 1, bias=False), norm)
    return network


def fill(network):
    """Value number k of entry number i: sin(0.37 k + i) scaled to keep activations near one."""
    for index, (name, tensor) in enumerate(network.state_dict().items()):
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


torch.manual_seed(0)
networks = {name: network_of(*options) for name, options in NETWORKS.items()}
with open("resnet-options-state-dict.txt", "w") as listing:
    for name, network in networks.items():
        for key, tensor in network.state_dict().items():
            listing.write(f"{name} {key} {'x'.join(map(str, tensor.shape))}\n")

with open("resnet-options-outputs.txt", "w") as outputs, torch.no_grad():
    for name, network in networks.items():
        network.double().eval()
        fill(network)
        image = torch.sin(0.11 * torch.arange(3 * 80 * 64, dtype=torch.float64)).reshape(1, 3, 80, 64)
        for value in network(image)[0, :16]:
            outputs.write(f"{name} {value.item():.17g}\n")
