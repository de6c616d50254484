"""A voice note of a person: which sound it is by its first bytes, never by its name, and how large it may be."""

from troth.basis.text import gettext_noop

LARGEST_BYTES = 2 * 1024 * 1024
SHORTEST_BYTES = 64
"""Below it there is a header and no voice."""

_EMPTY = gettext_noop("This file holds no sound. Record it again.")
_LARGE = gettext_noop("A voice note is at most 2 megabytes: about a minute. Say it shorter.")
_KIND = gettext_noop("This is no sound that browsers play. Send MP3, M4A, Ogg, WebM or WAV.")

_OGG_CODECS = (b"OpusHead", b"\x01vorbis")
_M4A_BRANDS = frozenset({b"M4A ", b"mp42", b"isom", b"M4B ", b"dash"})
_HEAD = 4096


class VoiceRefused(ValueError):
    """A file cannot be a voice note; the message says why and what to do, marked for translation."""


def kind_of_sound(content: bytes) -> str | None:
    r"""Return the media type of a sound by its first bytes, None for anything else.

    A file that holds a picture track as well (a film) is none.

    Source: RFC 3533 (Ogg), RFC 7845 (Opus), ISO/IEC 14496-12 (MP4), ISO/IEC 11172-3 (MP3), RFC 8794 (WebM), RIFF/WAVE.

    >>> kind_of_sound(b"RIFF\x24\x00\x00\x00WAVEfmt "), kind_of_sound(b"MZ\x90")
    ('audio/wav', None)
    """
    head = content[:_HEAD]
    if head[:4] == b"OggS":
        return "audio/ogg" if any(codec in head for codec in _OGG_CODECS) else None
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:12] in _M4A_BRANDS and b"vide" not in content else None
    if head[:4] == b"\x1a\x45\xdf\xa3":
        is_sound = b"webm" in head and (b"A_OPUS" in head or b"A_VORBIS" in head)
        return "audio/webm" if is_sound and b"V_" not in head else None
    return "audio/mpeg" if _is_mp3(head) else None


def checked_voice(content: bytes) -> str:
    r"""Return the media type of a voice note that may be kept.

    Args:
        content: The whole file.

    Raises:
        VoiceRefused: It is empty, above 2 megabytes, or no sound that browsers play.

    >>> checked_voice(b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(60))
    'audio/wav'
    """
    if len(content) > LARGEST_BYTES:
        raise VoiceRefused(_LARGE)
    if len(content) < SHORTEST_BYTES:
        raise VoiceRefused(_EMPTY)
    found = kind_of_sound(content)
    if found is None:
        raise VoiceRefused(_KIND)
    return found


def _is_mp3(head: bytes) -> bool:
    if head[:3] == b"ID3":
        return True
    # Eleven bits of synchronisation, a version, layer III, and a bit rate that exists.
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[2] >> 4 not in (0, 15)
