"""Writes augmentation.json: what torchvision 0.14 and PIL make of fixed pictures with fixed parameters.

Run from this folder, with Debian's python3-torchvision: python3 augmentation.py
Each case: operation, parameters, shape [C, H, W] and, as base64, values (little-endian float32, 1 = full intensity) or, from PIL, bytes.
"""
import base64
import json

import numpy as np
import torch
import torch.nn.functional as nn
from PIL import Image, ImageOps
from torchvision.transforms import functional as F
from torchvision.transforms.functional import InterpolationMode

rng = np.random.default_rng(7)


def picture(height, width):
    """Smooth colors, noise, saturated blocks with corners, gray pixels, black and white."""
    y, x = np.mgrid[0:height, 0:width]
    smooth = np.stack([128 + 127 * np.sin(x / 5.0 + c) * np.cos(y / 7.0 - c) for c in range(3)], axis=-1)
    image = np.clip(np.round(smooth), 0, 255).astype(np.uint8)
    h, w = height // 3, width // 3
    image[:h, :w] = rng.integers(0, 256, (h, w, 3))
    image[h:2 * h, :w] = np.where(((x + y) // 3 % 2 == 0)[h:2 * h, :w, None], 255, 0)
    image[2 * h:, :w] = (x * 7 % 256)[2 * h:, :w, None]
    image[2 * h:, w:2 * w] = np.array([[255, 0, 0]])
    image[2 * h:, 2 * w:] = np.array([[10, 240, 240]])
    return image


cases = []


def add(operation, values, picture="small", **parameters):
    values = np.asarray(values)
    kind = "bytes" if values.dtype == np.uint8 else "values"
    data = np.ascontiguousarray(values, dtype=None if kind == "bytes" else "<f4").tobytes()
    case = dict(operation=operation, picture=picture, parameters=parameters, shape=list(values.shape))
    cases.append(case | {kind: base64.b64encode(data).decode()})


def planes(pil):
    return np.asarray(pil).transpose(2, 0, 1)


small = picture(20, 24)
large = picture(60, 80)
tensor = torch.from_numpy(small.transpose(2, 0, 1).astype(np.float32) / 255)

for factor in (0.2, 0.7, 1.3, 1.8):
    add("brightness", F.adjust_brightness(tensor, factor), amount=factor)
    add("contrast", F.adjust_contrast(tensor, factor), amount=factor)
    add("saturation", F.adjust_saturation(tensor, factor), amount=factor)
for shift in (-0.5, -0.2, 0.07, 0.31):
    add("hue", F.adjust_hue(tensor, shift), amount=shift)
chained = F.adjust_brightness(F.adjust_contrast(F.adjust_hue(F.adjust_saturation(tensor, 1.6), 0.15), 1.5), 0.8)
add("jitter", chained, order="Saturation Hue Contrast Brightness", brightness=0.8, contrast=1.5, saturation=1.6, hue=0.15)
add("grey", F.rgb_to_grayscale(tensor, 3))
add("grey-pil", planes(F.to_grayscale(Image.fromarray(small), 3)))
for threshold in (0.25, 0.5):
    add("solarize", F.solarize(tensor, threshold), amount=threshold)
add("equalize", planes(ImageOps.equalize(Image.fromarray(small))))
for turns, transpose in ((1, Image.Transpose.ROTATE_90), (2, Image.Transpose.ROTATE_180), (3, Image.Transpose.ROTATE_270)):
    add("quarter-turn", planes(Image.fromarray(small).transpose(transpose)), turns=turns)
for angle in (30.0, -77.5, 180.0):
    add("rotation", F.rotate(tensor, angle, InterpolationMode.BILINEAR, fill=None), amount=angle)
for size, sigma in ((3, 0.1), (3, 1.0), (5, 0.7), (23, 2.0), (23, 0.9)):
    add("blur", F.gaussian_blur(tensor, [size, size], [sigma, sigma]), size=size, sigma=sigma)

kernel = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4
padded = nn.pad(tensor[:, None], (1, 1, 1, 1), mode="reflect")
horizontal = nn.conv2d(padded, kernel[None, None])[:, 0]
vertical = nn.conv2d(padded, kernel.T[None, None].contiguous())[:, 0]
add("sobel", torch.sqrt(horizontal ** 2 + vertical ** 2).clamp(0, 1))
add("sobel-pair", torch.stack([horizontal, vertical], 1).reshape(6, *tensor.shape[1:]) / 2 + 0.5)

boxes = ((0, 0, 60, 80, 32, 32), (7, 11, 40, 52, 32, 32), (3, 5, 17, 21, 32, 32), (20, 30, 1, 9, 8, 5), (0, 0, 60, 80, 60, 80), (2, 1, 55, 70, 7, 9))
for name, mode in (("Bilinear", InterpolationMode.BILINEAR), ("Bicubic", InterpolationMode.BICUBIC)):
    for top, left, height, width, to_height, to_width in boxes:
        result = F.resized_crop(Image.fromarray(large), top, left, height, width, [to_height, to_width], mode)
        add("resized-crop", planes(result), "large", interpolation=name, top=top, left=left, height=height, width=width)

pictures = {name: dict(height=p.shape[0], width=p.shape[1], bytes=base64.b64encode(p.tobytes()).decode()) for name, p in (("small", small), ("large", large))}
with open("augmentation.json", "w") as file:
    json.dump(dict(made_with=f"torch {torch.__version__}", pictures=pictures, cases=cases), file, indent=1)
    file.write("\n")
