import pytest

from troth.communication.voice_notes import LARGEST_BYTES, VoiceRefused, checked_voice, kind_of_sound

BODY = bytes(200)
SOUNDS = {
    "audio/wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + BODY,
    "audio/ogg": b"OggS\x00\x02" + bytes(22) + b"OpusHead" + BODY,
    "audio/mp4": b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + BODY,
    "audio/webm": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\x86\x86A_OPUS" + BODY,
    "audio/mpeg": b"\xff\xfb\x90\x64" + BODY,
}


@pytest.mark.parametrize("media_type", SOUNDS)
def test_a_sound_is_known_by_its_first_bytes(media_type):
    assert checked_voice(SOUNDS[media_type]) == media_type


def test_a_tag_before_it_makes_it_no_less_a_sound():
    assert kind_of_sound(b"ID3\x04\x00" + BODY) == "audio/mpeg"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + BODY,
        b"%PDF-1.7" + BODY,
        b"<html><script>alert(1)</script>" + BODY,
        b"\xff\xd8\xff\xe0" + BODY,
        b"OggS\x00\x02" + bytes(22) + b"\x80theora" + BODY,
        b"\x00\x00\x00\x20ftypisom" + BODY + b"vide" + BODY,
        b"\x1a\x45\xdf\xa3\x84webm" + b"V_VP9" + b"A_OPUS" + BODY,
        b"RIFF\x24\x00\x00\x00AVI LIST" + BODY,
        b"\xff\xfb\xf0\x64" + BODY,
        b"\xff\xff\xff\xff" + BODY,
    ],
)
def test_a_program_a_page_or_a_film_is_no_voice_note(content):
    with pytest.raises(VoiceRefused):
        checked_voice(content)


@pytest.mark.parametrize("size", [0, 20, LARGEST_BYTES + 1])
def test_an_empty_or_endless_note_is_refused(size):
    with pytest.raises(VoiceRefused):
        checked_voice(SOUNDS["audio/wav"][:12].ljust(size, b"\0")[:size])
