"""Reference listing and outputs of torchvision's VisionTransformer under timm's names (Debian: python3-torch, python3-torchvision).

Writes vit-state-dict.txt (name and shape of every parameter but the classifier's) and vit-outputs.txt (features of two images for
deterministic weights, in double precision): "ClassToken" is torchvision's network as it is, "Mean" its encoder's layers on the patches
alone and the last norm on their mean, "Resampled" an image of 48 x 24 pixels, whose position embeddings are resampled as in DINO.
Run from this folder: python3 vit.py
"""
import math

import torch
from torchvision.models import VisionTransformer

SIZE, PATCH, DEPTH, HEADS, WIDTH, HIDDEN = 32, 8, 3, 4, 48, 96

NAMES = {
    "class_token": "cls_token",
    "conv_proj": "patch_embed.proj",
    "encoder.pos_embedding": "pos_embed",
    "ln_1": "norm1",
    "self_attention.in_proj_": "attn.qkv.",
    "self_attention.out_proj": "attn.proj",
    "ln_2": "norm2",
    "mlp.0": "mlp.fc1",
    "mlp.3": "mlp.fc2",
    "encoder.layers.encoder_layer_": "blocks.",
    "encoder.ln": "norm",
}


def timm_name(name):
    for old, new in NAMES.items():
        name = name.replace(old, new)
    return name


def entries(network):
    return [(timm_name(name), tensor) for name, tensor in network.state_dict().items() if not name.startswith("heads.")]


def fill(network):
    """Value number k of entry number i: sin(0.37 k + i) scaled to keep activations near one."""
    for index, (name, tensor) in enumerate(entries(network)):
        wave = torch.sin(0.37 * torch.arange(tensor.numel(), dtype=torch.float64) + index)
        if tensor.dim() > 1:
            value = wave * math.sqrt(2.0 / tensor[0].numel())
        elif name.endswith("weight"):
            value = 1 + 0.25 * wave
        else:
            value = 0.1 * wave
        tensor.copy_(value.reshape(tensor.shape))


def image(height, width):
    return torch.sin(0.11 * torch.arange(2 * 3 * height * width, dtype=torch.float64)).reshape(2, 3, height, width)


def tokens(network, pixels):
    return network.conv_proj(pixels).flatten(2).transpose(1, 2)


def resampled(network, rows, columns):
    positions = network.encoder.pos_embedding
    side = SIZE // PATCH
    grid = positions[:, 1:].reshape(1, side, side, WIDTH).permute(0, 3, 1, 2)
    grid = torch.nn.functional.interpolate(grid, size=(rows, columns), mode="bicubic", align_corners=False)
    return torch.cat([positions[:, :1], grid.permute(0, 2, 3, 1).reshape(1, rows * columns, WIDTH)], 1)


with open("vit-outputs.txt", "w") as outputs, open("vit-state-dict.txt", "w") as listing, torch.no_grad():
    network = VisionTransformer(SIZE, PATCH, DEPTH, HEADS, WIDTH, HIDDEN).double().eval()
    network.heads = torch.nn.Identity()
    fill(network)
    for name, tensor in entries(network):
        listing.write(f"{name} {'x'.join(map(str, tensor.shape))}\n")

    encoder = network.encoder
    small, large = image(SIZE, SIZE), image(48, 24)
    patches = encoder.layers(tokens(network, small) + encoder.pos_embedding[:, 1:])
    begin = torch.cat([network.class_token.expand(2, -1, -1), tokens(network, large)], 1)
    features = {
        "ClassToken": network(small),
        "Mean": encoder.ln(patches.mean(1)),
        "Resampled": encoder.ln(encoder.layers(begin + resampled(network, 6, 3)))[:, 0],
    }
    for name, values in features.items():
        for value in values.flatten():
            outputs.write(f"{name} {value.item():.17g}\n")
