"""Photos made for tests: small, large, of another place, and what only pretends to be one."""

import struct
import zlib
from datetime import datetime
from io import BytesIO

from PIL import Image
from pillow_heif import register_heif_opener

MAGIC = b"\x89PNG\r\n\x1a\n"
register_heif_opener()


def make_photo(
    *, size=(64, 48), kind="JPEG", shade=40, taken_at: datetime | None = None, place: tuple[float, float] | None = None,
    turned: int = 0,
) -> bytes:  # fmt: skip
    """Return a photo with a gradient, and what its camera wrote into it."""
    image = Image.linear_gradient("L").resize(size).point(lambda value: min(255, value + shade)).convert("RGB")
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
    if taken_at is not None:
        inner = exif.get_ifd(0x8769)
        inner[0x9003], inner[0x9011] = taken_at.strftime("%Y:%m:%d %H:%M:%S"), "+00:00"
    if place is not None:
        gps = exif.get_ifd(0x8825)
        for tag, degrees, names in ((1, place[0], "NS"), (3, place[1], "EW")):
            gps[tag], gps[tag + 1] = names[degrees < 0], (abs(degrees), 0.0, 0.0)
    out = BytesIO()
    # Pillow's plug-in turns a HEIC as it is told in bytes, and forgets it of an object.
    image.save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def make_bomb() -> bytes:
    """Return a PNG of a few bytes that says it is 30,000 by 30,000."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
