"""What the people of the demonstration wrote to each other, each in their own language, with translations by people."""

from dataclasses import dataclass

INGRID, TOMASZ, AMARA = (f"{name}@tarnholm.example" for name in ("ingrid.halloran", "tomasz.wilk", "amara.osei"))
RUBINA, ELIF, LIMIN = "rubina@sonali-suta.example", "elif@ege-ruzgari.example", "limin@qiming-hardware.example"
LUCIA, XIAOWEN, THUHA = "lucia@cerro-alto.example", "xiaowen@hengyue-bags.example", "thuha@ben-song.example"


@dataclass(frozen=True, slots=True)
class Words:
    """One message: who wrote it, how many days ago, at which hour in UTC, and what a colleague made of it."""

    email: str
    days: int
    hour: int
    language: str
    text: str
    translated: tuple[str, str] | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One thread; decided: words and whether the other side has confirmed them; decided_in: which message says so."""

    tells: str
    subject: str
    topic: str
    words: tuple[Words, ...]
    decided: tuple[tuple[str, bool], ...] = ()
    decided_in: int = 0


@dataclass(frozen=True, slots=True)
class Meaning:
    """A term of a relationship's glossary."""

    tells: str
    term: str
    meaning: str
    words: tuple[tuple[str, str], ...]


TALKS = (
    Talk(
        tells="steady", subject="Shade of the organic jersey", topic="quality", words=(
            Words(INGRID, 34, 9, "en", "Rubina, the second lab dip of the moss green is very close. Under D65 it reads "
                  "0.9 against a limit of 1.0. Agreed: we take lab dip B for bulk.",
                  ("bn", "রুবিনা, মস গ্রিনের দ্বিতীয় ল্যাব ডিপ খুব কাছাকাছি। D65 আলোতে ০.৯, সীমা ১.০। "
                   "সিদ্ধান্ত: বাল্কের জন্য ল্যাব ডিপ B নেব।"),
                  confirmed=True),
            Words(RUBINA, 34, 11, "bn", "ধন্যবাদ, ইনগ্রিড। ল্যাব ডিপ B নিয়ে ডাইং শুরু করছি।",
                  ("en", "Thank you, Ingrid. We begin to dye with lab dip B."), confirmed=True),
            Words(INGRID, 33, 8, "en", "Good. Please keep one metre of the first roll for us."),
        ), decided=(("Lab dip B is the standard for bulk", True),),
    ),
    Talk(
        tells="steady", subject="Closing days around Eid", topic="orders", words=(
            Words(RUBINA, 21, 5, "bn", "ঈদের ছুটিতে আমরা ছয় দিন বন্ধ থাকব। বন্ধের আগের শেষ চালান দুপুরে যাবে।",
                  ("en", "We are closed for six days over Eid. The last shipment before it leaves at noon.")),
            Words(INGRID, 21, 9, "en", "Thank you for telling us early. We move our inspection to the week before."),
            Words(RUBINA, 20, 4, "bn", "খুব ভালো। আনোয়ার ভাই গেটে থাকবেন।",
                  ("en", "Very good. Anwar will be at the gate.")),
        ),
    ),
    Talk(
        tells="steady", subject="Invoice of the September drop", topic="finance", words=(
            Words(AMARA, 12, 10, "en", "The invoice names 2,400 pieces, the packing list 2,376. Which one is right?"),
            Words(RUBINA, 11, 6, "bn", "প্যাকিং লিস্ট ঠিক। সংশোধিত ইনভয়েস আজ পাঠাচ্ছি।",
                  ("en", "The packing list is right. I am sending the corrected invoice today.")),
        ),
    ),
    Talk(
        tells="drifting", subject="Boyahane gecikmesi", topic="logistics", words=(
            Words(ELIF, 18, 8, "tr", "Boyalı kumaş bize yazdan beri beş gün geç geliyor. Sevk tarihlerini birlikte "
                  "yeniden planlamak isteriz.",
                  ("en", "Dyed fabric has been reaching us five days late since the summer. We would like to plan the "
                   "shipping days anew together."), confirmed=True),
            Words(INGRID, 18, 12, "en", "Thank you for saying it plainly. Our winter window opens on the 20th. What "
                  "would help: earlier fabric booking from us, or another dye house for the two darkest colours?",
                  ("tr", "Açıkça söylediğiniz için teşekkürler. Kış penceremiz ayın 20'sinde açılıyor. Ne yardımcı "
                   "olur: kumaşı bizim daha erken ayırtmamız mı, en koyu iki renk için başka bir boyahane mi?")),
            Words(ELIF, 17, 7, "tr", "İkisi de. Karar: koyu renkler Denizli'deki boyahaneye gider.",
                  ("en", "Both. Decision: the dark colours go to the dye house in Denizli.")),
        ), decided=(("The two darkest colours are dyed in Denizli", False),), decided_in=2,
    ),
    Talk(
        tells="drifting", subject="Care labels in Turkish and English", topic="quality", words=(
            Words(TOMASZ, 9, 13, "en", "The care label of ER-2041 misses the fibre of the lining. Photo attached to "
                  "the inspection report. Can you reprint before packing?"),
            Words(ELIF, 8, 7, "tr", "Evet, etiketler yarın basılıyor; numuneyi yarın akşam gönderiyoruz.",
                  ("en", "Yes, the labels are printed tomorrow; we send the sample tomorrow evening.")),
        ),
    ),
    Talk(
        tells="recovering", subject="冲压排产", topic="orders", words=(
            Words(LIMIN, 26, 3, "zh-hans", "深拉件只有一台压力机能做。我们把第一到十二周的排产表重新排好了，"
                  "十四个订单行有新的日期。",
                  ("en", "Only one press can make the deep-drawn parts. We have planned weeks 1 to 12 anew; fourteen "
                   "order lines have new dates."), confirmed=True),
            Words(INGRID, 26, 9, "en", "This is a good plan. Agreed: no order above 5,000 hooks a week until the "
                  "second press runs.",
                  ("zh-hans", "这个计划很好。达成一致：第二台压力机投产前，每周的挂钩订单不超过5000件。")),
            Words(LIMIN, 25, 2, "zh-hans", "同意。第二台压力机预计下月15日试机。",
                  ("en", "Agreed. The second press is expected to be tried on the 15th of next month.")),
        ), decided=(("No order above 5,000 hooks a week until the second press runs", True),), decided_in=1,
    ),
    Talk(
        tells="recovering", subject="Powder coating: adhesion", topic="quality", words=(
            Words(TOMASZ, 15, 14, "en", "The cross-cut test shows class 2 on the coat racks; we agreed on class 1. "
                  "What did the pre-treatment look like that week?"),
            Words(LIMIN, 14, 2, "zh-hans", "那一周前处理槽的温度低了8度，传感器已更换。我们重做了三批，都是1级。",
                  ("en", "That week the pre-treatment bath was 8 degrees too cold; the sensor has been replaced. We "
                   "did three lots again, all class 1.")),
        ),
    ),
    Talk(
        tells="hiding", subject="Fechas de embarque de octubre", topic="logistics", words=(
            Words(INGRID, 11, 15, "en", "Lucía, three lines are past their day and we have no new one. What do you "
                  "see, and what would help you?",
                  ("es", "Lucía, tres líneas pasaron su fecha y no tenemos una nueva. ¿Qué ves tú, y qué te "
                   "ayudaría?")),
            Words(LUCIA, 10, 16, "es", "La lona encerada llegó incompleta. Acordamos: embarcamos 600 mochilas ahora y "
                  "el resto con la lona nueva.",
                  ("en", "The waxed canvas came incomplete. We agree: we ship 600 backpacks now and the rest with the "
                   "new canvas.")),
        ), decided=(("600 backpacks ship now, the rest with the new canvas", False),), decided_in=1,
    ),
    Talk(
        tells="buyer_caused", subject="拉链确认", topic="quality", words=(
            Words(XIAOWEN, 30, 1, "zh-hans", "滚顶包的拉链样品上周寄出。确认之前我们无法订货，拉链交期是18天。",
                  ("en", "The zipper samples of the roll-top went out last week. We cannot order before they are "
                   "confirmed; zippers take 18 days."), confirmed=True),
            Words(INGRID, 27, 9, "en", "Our approval took too long, I am sorry. The YKK 5 in gunmetal is approved as "
                  "of today; the days it cost are ours.",
                  ("zh-hans", "我们确认得太慢，抱歉。YKK 5号枪色拉链今天确认；耽误的天数算我们的。"), confirmed=True),
            Words(XIAOWEN, 27, 10, "zh-hans", "谢谢。今天下单。", ("en", "Thank you. We order today.")),
        ),
    ),
    Talk(
        tells="buyer_caused", subject="Carton size for the sleeves", topic="logistics", words=(
            Words(XIAOWEN, 6, 2, "zh-hans", "电脑包可以每箱40个，箱子60×40×30厘米，比原来省三分之一的体积。",
                  ("en", "Laptop sleeves fit 40 to a carton of 60 × 40 × 30 cm, a third less volume than before.")),
            Words(INGRID, 5, 11, "en", "We agree that sleeves are packed 40 to a carton. Please note it on the "
                  "packing list."),
        ),
    ),
    Talk(
        tells="typhoon", subject="Sau bão số 6", topic="orders", words=(
            Words(THUHA, 24, 3, "vi", "Bão đi qua đêm thứ Ba. Mọi người an toàn, mái xưởng may bị tốc, máy móc khô. "
                  "Chúng tôi cần bảy ngày.",
                  ("en", "The typhoon passed on Tuesday night. Everybody is safe, the roof of the sewing hall is "
                   "damaged, the machines are dry. We need seven days."), confirmed=True),
            Words(INGRID, 24, 8, "en", "We are glad that everybody is safe. Take the days you need; the seven days "
                  "are recorded as force majeure and are not yours.",
                  ("vi", "Chúng tôi mừng vì mọi người an toàn. Cứ dành số ngày cần thiết; bảy ngày này được ghi là bất "
                   "khả kháng và không tính cho các bạn."), confirmed=True),
            Words(THUHA, 16, 4, "vi", "Cảm ơn chị. Chuyền may chạy lại từ sáng nay.",
                  ("en", "Thank you. The sewing line has been running again since this morning.")),
        ),
    ),
    Talk(
        tells="typhoon", subject="Seam tape of the rain trousers", topic="quality", words=(
            Words(TOMASZ, 4, 12, "en", "The new tape passed 10,000 mm after five washes. Agreed: it replaces the old "
                  "one from the next order.",
                  ("vi", "Băng dán mới đạt 10.000 mm sau năm lần giặt. Thống nhất: dùng thay loại cũ từ đơn hàng "
                   "tới.")),
            Words(THUHA, 3, 3, "vi", "Vâng, chúng tôi đã đặt vải và băng dán.",
                  ("en", "Yes, we have ordered fabric and tape.")),
        ),
    ),
)  # fmt: skip

GLOSSARY = (
    Meaning("steady", "lab dip", "A small piece dyed to show the colour, judged under D65 and TL84",
            (("bn", "ল্যাব ডিপ"), ("en", "lab dip"))),
    Meaning("steady", "bulk", "The ordered quantity, as opposed to samples", (("bn", "বাল্ক"), ("en", "bulk"))),
    Meaning("drifting", "dye house", "Whoever dyes the fabric; it is not the sewing factory",
            (("tr", "boyahane"), ("en", "dye house"))),
    Meaning("recovering", "deep-drawn part", "Pressed in one stroke deeper than it is wide",
            (("zh-hans", "深拉件"), ("en", "deep-drawn parts, deep-drawn part"))),
    Meaning("recovering", "press", "The stamping machine; the second one arrives this year",
            (("zh-hans", "压力机"), ("en", "press"))),
    Meaning("hiding", "waxed canvas", "Cotton, 18 oz, waxed on the outside",
            (("es", "lona encerada"), ("en", "waxed canvas"))),
    Meaning("buyer_caused", "zipper", "YKK 5 unless another size is named",
            (("zh-hans", "拉链"), ("en", "zipper, zippers, zip"))),
    Meaning("buyer_caused", "gunmetal", "YKK colour 24, never nickel", (("zh-hans", "枪色"), ("en", "gunmetal"))),
    Meaning("typhoon", "seam tape", "20 mm, three layers, heat applied", (("vi", "băng dán"), ("en", "seam tape"))),
    Meaning("typhoon", "fabric", "The shell fabric, not the lining", (("vi", "vải"), ("en", "fabric"))),
)  # fmt: skip
