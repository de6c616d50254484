import pytest

from troth.communication.tone import tones


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Đây là cơ hội cuối cùng của các anh.", ["ultimatum"]),
        ("Chất lượng này không thể chấp nhận được.", ["blame"]),
        ("Gửi báo cáo ngay lập tức.", ["vague_deadline"]),
        ("Các bạn phải gửi hàng.", ["demand"]),
        ("Anh có thể gửi mẫu trước ngày 3 tháng 4 được không?", []),
    ],
)
def test_real_sentences_are_read_as_a_vietnamese_speaker_would(text, rules):
    assert [remark.rule.removeprefix("tone.") for remark in tones(text, languages={"vi"})] == rules
