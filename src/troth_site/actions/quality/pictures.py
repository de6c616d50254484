"""Reading a picture: what it is, what it says of itself, and a smaller one that pages show."""

import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from troth.quality.photos import HASH_COLUMNS, HASH_ROWS, MOST_PIXELS, difference_hash

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
MOST_DECLARED = 250_000_000
# What unpacks to this and more than so many times its own size is no photo, whatever it is called.
LARGE_UNPACKED, MOST_UNPACKING = 100_000_000, 400
PREVIEW_SIDE, PREVIEW_QUALITY = 1280, 80
# EXIF 2.32, 4.6.4: turned by a quarter, mirrored or not. HEIC comes turned already, and says 1.
QUARTER_TURNS = {5, 6, 7, 8}
HEIC_BRANDS, MOST_BRANDS = {b"heic", b"heix", b"heim", b"heis"}, 256

register_heif_opener(thumbnails=False)


class NoPicture(Exception):
    """The content is no picture of a kind we know; the code says what is wrong: "format", "bomb" or "broken"."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture and what it says of itself; None or empty where it says nothing.

    Attributes:
        width: As it is shown, upright; `height` likewise.
        preview: A smaller JPEG without anything it says of itself; empty where it is too large to unpack here.
    """

    media_type: str
    width: int
    height: int
    difference_hash: str
    taken_at: datetime | None
    latitude: float | None
    longitude: float | None
    camera: str
    preview: bytes


def read(content: bytes, *, zone: str = "") -> Picture:
    """Read a picture without ever unpacking one that is too large.

    Args:
        content: The file.
        zone: Where it was taken, for a time that names no zone.

    Raises:
        NoPicture: It is none, cut off, or unpacks to far more than it is.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=FORMATS) as image:
                return _read(image, content, zone)
    except NoPicture:
        raise
    except Image.DecompressionBombError as error:
        raise NoPicture("bomb") from error
    except UnidentifiedImageError as error:
        # A HEIC that is cut off is not known for one any more; its first bytes still say what it was.
        raise NoPicture("broken" if _is_heic(content) else "format") from error
    # A broken file makes its decoder fail in any way it likes; whatever the way, it is broken.
    except Exception as error:
        raise NoPicture("broken") from error


def _read(image: Image.Image, content: bytes, zone: str) -> Picture:
    width, height = _upright(image)
    pixels = width * height
    unpacked = pixels * 3
    if pixels > MOST_DECLARED or (unpacked > LARGE_UNPACKED and unpacked > len(content) * MOST_UNPACKING):
        raise NoPicture("bomb")
    media_type = "image/heic" if _is_heic(content) else Image.MIME.get(image.format or "", "image/jpeg")
    told = _told(image, zone)
    # A JPEG unpacks at an eighth of its size; of other kinds, one beyond 60 megapixels has no preview.
    image.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))
    preview, bits = _smaller(image) if image.width * image.height <= MOST_PIXELS else (b"", "")
    return Picture(
        media_type=media_type, width=width, height=height, difference_hash=bits, preview=preview, **told
    )  # fmt: skip


def _upright(image: Image.Image) -> tuple[int, int]:
    """Return the sides as they are shown: a phone held upright says in a JPEG by how much its picture is turned."""
    try:
        is_turned = image.getexif().get(ExifTags.Base.Orientation) in QUARTER_TURNS
    # What it says of itself may be anything; where that cannot be read it lies as it is.
    except Exception:  # noqa: BLE001
        is_turned = False
    return (image.height, image.width) if is_turned else image.size


def _is_heic(content: bytes) -> bool:
    # ISO/IEC 23008-12: the box of the file's type holds its main brand, a version, and the brands it keeps to.
    # Releases of Pillow and of its plugin name one and the same file image/heif or image/heic.
    end = min(int.from_bytes(content[:4]), MOST_BRANDS)
    brands = {content[at : at + 4] for at in (8, *range(16, end - 3, 4))}
    return content[4:8] == b"ftyp" and not brands.isdisjoint(HEIC_BRANDS)


def _smaller(image: Image.Image) -> tuple[bytes, str]:
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), reducing_gap=2.0)
    shown = ImageOps.exif_transpose(image).convert("RGB")
    out = BytesIO()
    shown.save(out, "JPEG", quality=PREVIEW_QUALITY, exif=b"")
    grey = shown.convert("L").resize((HASH_COLUMNS, HASH_ROWS)).tobytes()
    rows = [list(grey[at : at + HASH_COLUMNS]) for at in range(0, len(grey), HASH_COLUMNS)]
    return out.getvalue(), difference_hash(rows)


def _told(image: Image.Image, zone: str) -> dict[str, Any]:
    try:
        exif = image.getexif()
        inner, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
        camera = " ".join(_text(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model)).strip()
    # What it says of itself may be anything; a photo whose own words cannot be read says nothing.
    except Exception:  # noqa: BLE001
        return {"taken_at": None, "latitude": None, "longitude": None, "camera": ""}
    latitude, longitude = _degrees(gps, 1, "S", 90), _degrees(gps, 3, "W", 180)
    here = None not in (latitude, longitude)
    return {
        "taken_at": _moment(inner, zone),
        "latitude": latitude if here else None,
        "longitude": longitude if here else None,
        "camera": camera[:200],
    }


def _moment(inner: dict[int, object], zone: str) -> datetime | None:
    text = _text(inner.get(ExifTags.Base.DateTimeOriginal))
    offset = _text(inner.get(ExifTags.Base.OffsetTimeOriginal))
    try:
        naive = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        if offset:
            return datetime.fromisoformat(f"{naive.isoformat()}{offset}").astimezone(UTC)
        return naive.replace(tzinfo=ZoneInfo(zone or "UTC")).astimezone(UTC)
    except (ValueError, OverflowError, KeyError):
        return None


def _degrees(gps: dict[int, object], tag: int, negative: str, most: int) -> float | None:
    """Return degrees from the reference and the value beside it, None where they are none."""
    try:
        degrees, minutes, seconds = (float(part) for part in gps[tag + 1])  # type: ignore[attr-defined]
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if not 0 <= found <= most:
        return None
    return -found if _text(gps.get(tag)).upper() == negative else found


def _text(value: object) -> str:
    return value.replace("\0", "").strip() if isinstance(value, str) else ""
