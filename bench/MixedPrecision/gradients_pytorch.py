"""The errors of PyTorch's gradients, in fp32 and under autocast to bf16, on the weights and views that `-- gradients --export` wrote.

    dotnet run -c Release --project bench -- gradients --data cifar10 --export exported
    python3 bench/MixedPrecision/gradients_pytorch.py exported

Against double precision, as on the other side. The network is written down here again, as functions of the weights by their names.
"""
import argparse
import json
import pathlib

import torch
import torch.nn.functional as F

TEMPERATURE = 0.1
CONTENDERS = {
    "default layout": {},
    "channels-last": dict(layout=torch.channels_last),
    "autocast": dict(mixed=True),
}


def read(path):
    data = bytearray(path.read_bytes())
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    body = memoryview(data)[8 + length:]
    return {name: torch.frombuffer(body[slice(*entry["data_offsets"])], dtype=torch.float32).reshape(entry["shape"]).clone()
            for name, entry in header.items()}


def forward(weights, views):
    def norm(values, name):
        return F.batch_norm(values, None, None, weights[name + ".weight"], weights.get(name + ".bias"), training=True)

    def convolution(values, name, stride=1):
        kernel = weights[name + ".weight"]
        return F.conv2d(values, kernel, stride=stride, padding=kernel.shape[2] // 2)

    features = F.relu(norm(convolution(views, "encoder.conv1"), "encoder.bn1"))
    for layer in range(1, 5):
        for block in range(2):
            name = f"encoder.layer{layer}.{block}."
            stride = 2 if layer > 1 and block == 0 else 1
            change = F.relu(norm(convolution(features, name + "conv1", stride), name + "bn1"))
            change = norm(convolution(change, name + "conv2"), name + "bn2")
            if name + "downsample.0.weight" in weights:
                features = norm(convolution(features, name + "downsample.0", stride), name + "downsample.1")
            features = F.relu(features + change)
    head = "projection_head.layers."
    hidden = F.relu(norm(F.linear(features.mean([2, 3]), weights[head + "0.weight"]), head + "1"))
    return norm(F.linear(hidden, weights[head + "3.weight"]), head + "4")


def nt_xent(z):
    z = F.normalize(z)
    views = z.shape[0]
    logits = (z @ z.t() / TEMPERATURE).masked_fill(torch.eye(views, dtype=torch.bool), float("-inf"))
    return F.cross_entropy(logits, (torch.arange(views) + views // 2) % views)


def gradients(weights, views, dtype=torch.float32, layout=torch.contiguous_format, mixed=False):
    views = views.to(memory_format=layout)
    leaves = {name: values.to(dtype).clone().requires_grad_() for name, values in weights.items()}
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=mixed):
        z = forward(leaves, views.to(dtype))
    # In single precision at least, as on the other side.
    nt_xent(z if dtype == torch.float64 else z.float()).backward()
    return {name: leaf.grad.double() for name, leaf in leaves.items()}


def part_of(parameter):
    names = parameter.split(".")
    return "head" if names[0] != "encoder" else names[1] if names[1].startswith("layer") else "stem"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    print(f"torch {torch.__version__}")
    for state in ("initial", "trained"):
        weights = read(folder / f"{state}.safetensors")
        views = weights.pop("views")
        squares = {}
        for batch in views:
            found = [gradients(weights, batch, **contender) for contender in CONTENDERS.values()]
            for name, expected in gradients(weights, batch, torch.float64).items():
                sums = squares.setdefault(part_of(name), [0] * (1 + len(found)))
                for index, difference in enumerate([expected, *(values[name] - expected for values in found)]):
                    sums[index] += difference.square().sum().item()
        print(f"{state:10}" + "".join(f"{name:>16}" for name in CONTENDERS))
        for part in ("stem", "layer1", "layer2", "layer3", "layer4", "head"):
            total, *differences = squares[part]
            print(f"{part:10}" + "".join(f"{(difference / total) ** 0.5:16.6f}" for difference in differences))


if __name__ == "__main__":
    main()
