"""Image files of unusual kinds, and the pixels that Pillow reads from them: upright, over black, as RGB and as gray.

Usage: python3 pictures.py > pictures.json    (made with Pillow 9.4.0)
"""
import base64
import io
import json

from PIL import Image, ImageOps, TiffImagePlugin

WIDTH, HEIGHT = 24, 17

# Several strips, although the pictures are small.
TiffImagePlugin.STRIP_SIZE = 16 * 24 * 3


def photo():
    image = Image.new("RGB", (WIDTH, HEIGHT))
    image.putdata([(x * 10 % 256, y * 15 % 256, (x * y * 3) % 256) for y in range(HEIGHT) for x in range(WIDTH)])
    return image


def ramp():
    image = Image.new("L", (WIDTH, HEIGHT))
    image.putdata([x * 10 + y for y in range(HEIGHT) for x in range(WIDTH)])
    return image


def transparent():
    image = photo().convert("RGBA")
    image.putalpha(ramp())
    return image


def over_black(image):
    if image.mode in ("P", "LA", "RGBA"):
        image = image.convert("RGBA")
        black = Image.new("RGBA", image.size, (0, 0, 0, 255))
        image = Image.alpha_composite(black, image)
    return image


def case(name, image, extension, **options):
    stream = io.BytesIO()
    image.save(stream, **options)
    read = Image.open(io.BytesIO(stream.getvalue()))
    # This version of Pillow turns TIFF files when it loads them, and would turn them again.
    if extension != ".tif":
        read = ImageOps.exif_transpose(read)
    read = over_black(read)
    read.load()
    rgb = read.convert("RGB")
    return {
        "name": name + extension,
        "file": base64.b64encode(stream.getvalue()).decode(),
        "width": rgb.width,
        "height": rgb.height,
        "rgb": base64.b64encode(rgb.tobytes()).decode(),
        "grey": base64.b64encode(rgb.convert("L").tobytes()).decode(),
    }


def tiff(name, image, compression, **tags):
    return case(name, image, ".tif", format="TIFF", compression=compression, tiffinfo={int(key[1:]): value for key, value in tags.items()})


def oriented(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


cases = [
    case("palette", photo().quantize(64), ".png", format="PNG"),
    case("grey", ramp(), ".png", format="PNG"),
    case("one-bit", ramp().convert("1"), ".png", format="PNG"),
    case("transparent", transparent(), ".png", format="PNG"),
    case("grey-transparent", Image.merge("LA", [ramp(), ramp().transpose(Image.FLIP_LEFT_RIGHT)]), ".png", format="PNG"),
    case("palette", photo().quantize(64), ".bmp", format="BMP"),
    case("colour", photo(), ".bmp", format="BMP"),
    case("grey", ramp(), ".bmp", format="BMP"),
    case("lossless", photo(), ".webp", format="WEBP", lossless=True),
    case("transparent", transparent(), ".webp", format="WEBP", lossless=True, exact=True),
    case("lossy", photo(), ".webp", format="WEBP", quality=90),
    case("subsampled", photo(), ".jpg", format="JPEG", quality=90, subsampling=2),
    case("full-colour", photo(), ".jpg", format="JPEG", quality=90, subsampling=0),
    case("progressive", photo(), ".jpg", format="JPEG", quality=90, progressive=True, subsampling=0),
    case("grey", ramp(), ".jpg", format="JPEG", quality=90),
    case("palette", photo().quantize(64), ".gif", format="GIF"),
    case("transparent", photo().quantize(64), ".gif", format="GIF", transparency=5),
    case("animated", photo().quantize(64), ".gif", format="GIF", save_all=True, append_images=[ramp().convert("RGB").quantize(64)]),
    case("animated", photo(), ".webp", format="WEBP", lossless=True, save_all=True, append_images=[ramp().convert("RGB")]),
    tiff("raw", photo(), "raw"),
    tiff("grey", ramp(), "raw"),
    tiff("palette", photo().quantize(64), "raw"),
    tiff("transparent", transparent(), "tiff_adobe_deflate"),
    tiff("grey-transparent", Image.merge("LA", [ramp(), ramp().transpose(Image.FLIP_LEFT_RIGHT)]), "raw"),
    tiff("packbits", ramp().convert("RGB"), "packbits"),
    tiff("lzw", photo(), "tiff_lzw"),
    tiff("lzw-long", Image.effect_noise((90, 90), 80), "tiff_lzw"),
    tiff("lzw-predicted", photo(), "tiff_lzw", t317=2),
    tiff("deflate-predicted", photo(), "tiff_adobe_deflate", t317=2),
    tiff("jpeg-lossy", photo(), "jpeg"),
    tiff("jpeg-grey-lossy", ramp(), "jpeg"),
    tiff("jpeg-ycc-lossy", photo().convert("YCbCr"), "jpeg"),
    *[tiff(f"orientation-{n}", photo(), "raw", t274=n) for n in range(1, 9)],
    *[case(f"orientation-{n}", photo(), ".png", format="PNG", exif=oriented(n)) for n in range(1, 9)],
    *[case(f"orientation-{n}", photo(), ".jpg", format="JPEG", quality=95, subsampling=0, exif=oriented(n)) for n in range(1, 9)],
]
print(json.dumps(cases, indent=1))
