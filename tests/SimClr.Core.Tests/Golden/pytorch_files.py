"""Files that torch.save writes, small (Debian: python3-torch 1.13).

Writes the folder PyTorch: value number k of every tensor is k / 2 - 1, of whole numbers k, of bools that k is even.
Run from this folder: python3 pytorch_files.py
"""
import argparse
import collections
import os

import torch

FOLDER = "PyTorch"
TYPES = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
         torch.uint8, torch.bool]


def values(*shape, dtype=torch.float32):
    count = 1
    for size in shape:
        count *= size
    numbers = torch.arange(count)
    if dtype == torch.bool:
        return (numbers % 2 == 0).reshape(shape)
    return (numbers / 2 - 1 if dtype.is_floating_point else numbers).to(dtype).reshape(shape)


def save(name, content, zip_form=True, protocol=2):
    torch.save(content, os.path.join(FOLDER, name), pickle_protocol=protocol, _use_new_zipfile_serialization=zip_form)


def types():
    state = collections.OrderedDict((str(dtype).split(".")[1], values(2, 3, dtype=dtype)) for dtype in TYPES)
    state["scalar"] = torch.tensor(2.5)
    state["empty"] = torch.empty(0, 4)
    return state


def views():
    matrix, row = values(4, 6), values(5)
    return {
        "whole": matrix,
        "transposed": matrix.t(),
        "part": matrix[1:3, 2:5],
        "every_other": matrix[:, ::2],
        "expanded": row.unsqueeze(0).expand(3, 5),
        "channels_last": values(2, 3, 4, 5).contiguous(memory_format=torch.channels_last),
        "parameter": torch.nn.Parameter(matrix),
    }


def layer(prefix):
    linear = torch.nn.Linear(3, 2)
    with torch.no_grad():
        linear.weight.copy_(values(2, 3))
        linear.bias.copy_(values(2))
    # state_dict gives it an attribute, _metadata.
    wrapper = torch.nn.Module()
    wrapper.add_module(prefix, linear)
    return wrapper.state_dict()


def nested():
    linear = torch.nn.Linear(3, 2)
    optimizer = torch.optim.SGD(linear.parameters(), 0.1, momentum=0.9)
    linear(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    return {"epoch": 3, "best": 0.5, "name": "small", "seed": 2 ** 70, "args": None, "sizes": (1, [2, 3], torch.Size([4])),
            "state_dict": layer("module"), "optimizer": optimizer.state_dict()}


os.makedirs(FOLDER, exist_ok=True)
save("types.pth", types())
save("types-legacy.pth", types(), zip_form=False)
for protocol in [3, 4, 5]:
    save(f"types-protocol{protocol}.pth", types(), protocol=protocol)
    save(f"types-legacy-protocol{protocol}.pth", types(), zip_form=False, protocol=protocol)
save("views.pth", views())
save("views-legacy.pth", views(), zip_form=False)
save("nested.ckpt", nested())
save("nested-legacy.ckpt", nested(), zip_form=False)
save("two.pth", {"model": layer("module"), "ema": {"model": layer("module")}, "teacher": layer("module")})
save("tiny.pth", {"weight": values(2, 3), "bias": values(2)})
save("tiny-legacy.pth", {"weight": values(2, 3), "bias": values(2)}, zip_form=False)
save("tensor.pth", values(3))
save("class.pth", {"state_dict": layer("module"), "args": argparse.Namespace(rate=0.1)})
save("numpy.pth", {"weight": values(2), "seed": values(3).numpy()})
save("complex.pth", {"weight": torch.ones(2, dtype=torch.complex64)})
save("quantized.pth", {"weight": torch.quantize_per_tensor(values(3), 0.5, 0, torch.qint8)})
save("sparse.pth", {"weight": values(3).to_sparse()})
torch.jit.script(torch.nn.Linear(2, 1)).save(os.path.join(FOLDER, "program.pt"))
