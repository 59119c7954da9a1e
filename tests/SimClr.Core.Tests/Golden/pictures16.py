"""Gray pictures of 16 bits a sample that Pillow wrote, and their samples (little-endian).

Usage: python3 pictures16.py > pictures16.json    (made with Pillow 9.4.0)
"""
import array
import base64
import io
import json

from PIL import Image, TiffImagePlugin

WIDTH, HEIGHT = 24, 17
VALUES = [(x * 2801 + y * 911 + x * y * 37) % 65536 for y in range(HEIGHT) for x in range(WIDTH)]

TiffImagePlugin.STRIP_SIZE = 5 * WIDTH * 2


def picture(mode):
    samples = array.array("H", VALUES)
    if mode == "I;16B":
        samples.byteswap()
    return Image.frombytes(mode, (WIDTH, HEIGHT), samples.tobytes())


def case(name, mode, **options):
    stream = io.BytesIO()
    picture(mode).save(stream, **options)
    return {
        "name": name,
        "file": base64.b64encode(stream.getvalue()).decode(),
        "width": WIDTH,
        "height": HEIGHT,
        "samples": base64.b64encode(array.array("H", VALUES).tobytes()).decode(),
    }


print(json.dumps([
    case("grey.png", "I;16", format="PNG"),
    case("raw.tif", "I;16", format="TIFF", compression="raw"),
    case("big-endian.tif", "I;16B", format="TIFF", compression="raw"),
    case("lzw.tif", "I;16", format="TIFF", compression="tiff_lzw"),
    case("lzw-predicted.tif", "I;16", format="TIFF", compression="tiff_lzw", tiffinfo={317: 2}),
    case("deflate-predicted.tif", "I;16", format="TIFF", compression="tiff_adobe_deflate", tiffinfo={317: 2}),
    case("packbits.tif", "I;16", format="TIFF", compression="packbits"),
], indent=1))
