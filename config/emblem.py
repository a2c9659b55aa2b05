"""Draw the European emblem for printed documents.

Geometry as published by the Council of Europe and the European Commission ("Graphics guide to the
European emblem", Annex A1 of the Interinstitutional style guide): a flag of hoist h and fly 1.5 h;
twelve upright five-pointed gold stars whose centres lie on a circle of radius h/3 about the
centre, at the hours of a clock; each star inscribed in a circle of radius h/18. Blue is Pantone
Reflex Blue (#003399), gold is Pantone Yellow (#FFCC00).

Run `python config/emblem.py`; it writes the SVG and the PNG into biginn_cluster. The emblem must
stay unaltered, so nobody edits those files by hand.
"""

import math
from pathlib import Path

BLUE, GOLD = "#003399", "#FFCC00"
TARGET = Path(__file__).parent.parent / "addons/biginn_cluster/static/src/img"


def star(cx, cy, radius):
    """Ten corners of an upright regular pentagram about (cx, cy)."""
    # The inner corners of a regular pentagram lie at this share of the outer radius.
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
    return [
        (
            cx + (inner if i % 2 else radius) * math.sin(math.radians(36 * i)),
            cy - (inner if i % 2 else radius) * math.cos(math.radians(36 * i)),
        )
        for i in range(10)
    ]


def stars(hoist):
    for hour in range(12):
        angle = math.radians(30 * hour)
        cx = 0.75 * hoist + hoist / 3 * math.sin(angle)
        cy = 0.5 * hoist - hoist / 3 * math.cos(angle)
        yield star(cx, cy, hoist / 18)


def svg(hoist=540):
    polygons = "\n".join(
        '  <polygon points="{}"/>'.format(" ".join(f"{x:.2f},{y:.2f}" for x, y in corners))
        for corners in stars(hoist)
    )
    width = hoist * 3 // 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {hoist}" '
        f'width="{width}" height="{hoist}">\n'
        "<title>European Union</title>\n"
        f'<rect width="{width}" height="{hoist}" fill="{BLUE}"/>\n'
        f'<g fill="{GOLD}">\n{polygons}\n</g>\n</svg>\n'
    )


def png(path, hoist=480, oversample=8):
    # Development only; Odoo itself requires Pillow, so every environment has it.
    from PIL import Image, ImageDraw

    big = hoist * oversample
    image = Image.new("RGB", (big * 3 // 2, big), BLUE)
    draw = ImageDraw.Draw(image)
    for corners in stars(big):
        draw.polygon(corners, fill=GOLD)
    image = image.resize((hoist * 3 // 2, hoist), Image.LANCZOS)
    image.quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "eu_emblem.svg").write_text(svg(), encoding="utf-8")
    png(TARGET / "eu_emblem.png")
