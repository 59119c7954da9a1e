"""Image files of unusual kinds, and the pixels that Pillow reads from them: upright, over black, as RGB and as gray.

Usage: python3 pictures.py > pictures.json    (made with Pillow 9.4.0)
"""
import base64
import io
import json

from PIL import Image, ImageOps

WIDTH, HEIGHT = 24, 17


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
    read = over_black(ImageOps.exif_transpose(Image.open(io.BytesIO(stream.getvalue()))))
    rgb = read.convert("RGB")
    return {
        "name": name + extension,
        "file": base64.b64encode(stream.getvalue()).decode(),
        "width": rgb.width,
        "height": rgb.height,
        "rgb": base64.b64encode(rgb.tobytes()).decode(),
        "grey": base64.b64encode(rgb.convert("L").tobytes()).decode(),
    }


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
    *[case(f"orientation-{n}", photo(), ".png", format="PNG", exif=oriented(n)) for n in range(1, 9)],
    *[case(f"orientation-{n}", photo(), ".jpg", format="JPEG", quality=95, subsampling=0, exif=oriented(n)) for n in range(1, 9)],
]
print(json.dumps(cases, indent=1))
