"""Vietnamese words that press or blame, and words to start anew from."""

from troth.communication.tone_lists import ToneWords

VIETNAMESE = ToneWords(
    ultimatum=(
        "tối hậu thư", "cơ hội cuối cùng", "cảnh báo cuối cùng", "nếu không chúng tôi sẽ hủy", "không thì hủy đơn",
        "không thương lượng", "không có lựa chọn nào khác", "nếu không thì đừng trách",
    ),
    blame=(
        "lỗi của các anh", "lỗi của các bạn", "lỗi của bạn", "lỗi tại các anh", "các anh luôn trễ",
        "các anh luôn làm sai", "các bạn luôn trễ", "các bạn luôn làm sai", "không thể chấp nhận được",
        "không chấp nhận được", "vô trách nhiệm", "kém cỏi", "thiếu chuyên nghiệp", "các anh đã thất bại",
        "tại các anh",
    ),
    vague_deadline=(
        "càng sớm càng tốt", "ngay lập tức", "gấp lắm", "khẩn cấp", "ngay bây giờ", "lập tức",
    ),
    demand=(
        "các anh phải", "các bạn phải", "bạn phải", "chúng tôi yêu cầu", "bắt buộc phải",
    ),
    shouted=(
        "không", "ngay", "phải", "tại", "sao", "đâu", "bây", "giờ", "các", "anh", "bạn",
    ),
    options=(
        "có thể", "được không", "liệu", "nếu không được", "hay là", "anh thấy sao", "bạn thấy sao", "cùng nhau",
        "xin đề xuất",
    ),
    negations_before=(
        "không phải", "không phải là", "chưa phải", "chẳng phải",
    ),
    rewrites={
        "ultimatum": (
            "Hàng hẹn giao ngày … nhưng chưa được gửi. Cửa hàng của chúng tôi mở vào ngày … và sẽ không có hàng. "
            "Bên mình cần gì để giao trước ngày …, hoặc có thể gửi trước phần nào?"
        ),
        "blame": (
            "Chúng tôi thấy … trong … trên … sản phẩm (có ảnh kèm theo), nên chưa bán được. Theo anh chị nguyên "
            "nhân là gì, và mỗi bên có thể thay đổi điều gì?"
        ),
        "vague_deadline": (
            "Chúng tôi cần báo cáo trước … (giờ của bên mình), vì … phụ thuộc vào đó. Ngày đó có được không? Nếu "
            "không, ngày nào phù hợp?"
        ),
        "demand": (
            "Chúng tôi cần … trước ngày …, vì …. Như vậy có được không? Nếu không, anh chị đề xuất thế nào?"
        ),
        "shouting": (
            "Chúng tôi vẫn đang chờ …, hẹn ngày …. Vì vậy … phải dừng lại. Khi nào có thể nhận được, và chúng tôi "
            "giúp được gì?"
        ),
    },
)  # fmt: skip
