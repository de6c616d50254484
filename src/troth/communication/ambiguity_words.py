"""The words the rules about ambiguity look for, in six languages. A star at the end lets a word go on."""

from collections.abc import Mapping

WEEKDAYS: Mapping[int, tuple[str, ...]] = {
    0: (
        "monday", "周一", "星期一", "礼拜一", "vào thứ hai", "trước thứ hai", "thứ hai tới", "lunes", "pazartesi*",
        "সোমবার*",
    ),
    1: (
        "tuesday", "周二", "星期二", "礼拜二", "vào thứ ba", "trước thứ ba", "thứ ba tới", "martes", "salı*",
        "মঙ্গলবার*",
    ),
    2: (
        "wednesday", "周三", "星期三", "礼拜三", "vào thứ tư", "trước thứ tư", "thứ tư tới", "miércoles",
        "çarşamba*", "বুধবার*",
    ),
    3: (
        "thursday", "周四", "星期四", "礼拜四", "vào thứ năm", "trước thứ năm", "thứ năm tới", "jueves", "perşembe*",
        "বৃহস্পতিবার*",
    ),
    4: (
        "friday", "周五", "星期五", "礼拜五", "vào thứ sáu", "trước thứ sáu", "thứ sáu", "viernes", "cuma", "cumaya",
        "cuma günü*", "শুক্রবার*",
    ),
    5: (
        "saturday", "周六", "星期六", "礼拜六", "vào thứ bảy", "trước thứ bảy", "thứ bảy", "sábado", "cumartesi*",
        "শনিবার*",
    ),
    6: (
        "sunday", "周日", "周天", "星期日", "星期天", "礼拜天", "chủ nhật", "domingo", "pazar günü*", "pazara kadar",
        "রবিবার*",
    ),
}  # fmt: skip
"""Names of the weekdays, Monday 0 to Sunday 6. The Vietnamese second to fifth day are ordinals too: "lần thứ hai" is
the second time, so these need a word beside them; the Turkish Sunday is a market."""

RELATIVE_DAYS: Mapping[int, tuple[str, ...]] = {
    0: (
        "today", "tonight", "end of day", "end of the day", "eod", "cob", "close of business", "end of business",
        "今天", "今日", "今晚", "下班前", "hôm nay", "tối nay", "chiều nay", "cuối ngày", "hoy", "esta noche",
        "fin del día", "final del día", "bugün*", "bu akşam*", "gün sonu*", "mesai bitimi*", "আজ", "আজকে*", "আজকের",
        "দিনের শেষে",
    ),
    1: (
        "tomorrow", "明天", "明日", "明早", "明晚", "ngày mai", "sáng mai", "chiều mai", "mañana", "yarın*",
        "আগামীকাল*",
    ),
    2: (
        "the day after tomorrow", "后天", "ngày kia", "pasado mañana", "öbür gün*", "পরশু*",
    ),
}  # fmt: skip
"""Words for a day counted from the writer's own, by how many days on."""

VAGUE_TIMES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "soon", "asap", "a.s.a.p", "as soon as possible", "as soon as you can", "shortly", "in due course",
        "as early as possible", "at your earliest convenience", "when possible", "in the near future",
    ),
    "zh": (
        "尽快", "早点", "早一点", "尽早", "马上", "稍后", "过几天", "近期", "赶紧", "抓紧", "越快越好", "这几天",
    ),
    "vi": (
        "sớm", "càng sớm càng tốt", "sớm nhất có thể", "trong thời gian tới", "vài ngày tới", "càng nhanh càng tốt",
        "nhanh nhất có thể",
    ),
    "es": (
        "pronto", "lo antes posible", "cuanto antes", "en breve", "a la brevedad", "tan pronto como sea posible",
        "lo más pronto posible", "próximamente",
    ),
    "tr": (
        "yakında", "en kısa sürede", "en kısa zamanda", "bir an önce", "mümkün olduğunca çabuk", "en yakın zamanda",
    ),
    "bn": (
        "শীঘ্রই", "শিগগিরই", "যত তাড়াতাড়ি সম্ভব", "তাড়াতাড়ি", "অচিরেই", "যত দ্রুত সম্ভব",
    ),
}  # fmt: skip
"""Words that promise or ask for a time without naming one."""

NO_TIME_ASKED: tuple[str, ...] = (
    "see you soon", "get well soon", "too soon", "as soon as", "no sooner", "hasta pronto", "de pronto",
    "tan pronto como", "sớm hơn", "quá sớm",
)  # fmt: skip
"""Phrases that hold a vague word but leave no time open: greetings, comparisons, conditions."""

SAME_AS_BEFORE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "same as last time", "same as before", "same as usual", "same as the last order", "same as last order",
        "same as previous", "like last time", "like before", "as usual", "as last time", "as before",
    ),
    "zh": (
        "和上次一样", "跟上次一样", "与上次相同", "同上次", "照旧", "和以前一样", "跟以前一样", "按上次的", "老样子",
    ),
    "vi": (
        "như lần trước", "giống lần trước", "như cũ", "như trước", "như mọi khi",
    ),
    "es": (
        "igual que la última vez", "como la última vez", "como siempre", "lo mismo que antes", "igual que antes",
        "como la vez anterior", "igual que la vez pasada",
    ),
    "tr": (
        "geçen seferki gibi", "her zamanki gibi", "öncekiyle aynı", "önceki gibi", "geçen defaki gibi",
        "eskisi gibi",
    ),
    "bn": (
        "আগের মতো", "গতবারের মতো", "আগেরবারের মতো", "আগের মতই", "বরাবরের মতো",
    ),
}  # fmt: skip
"""Words that point to something earlier without naming it."""

APPROXIMATIONS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "approximately", "approx", "roughly", "more or less", "circa", "or so", "ballpark",
    ),
    "zh": (
        "大约", "大概", "左右", "差不多", "上下浮动", "大致",
    ),
    "vi": (
        "khoảng", "xấp xỉ", "tầm khoảng", "độ chừng",
    ),
    "es": (
        "aproximadamente", "más o menos", "aprox",
    ),
    "tr": (
        "yaklaşık", "yaklaşık olarak", "aşağı yukarı", "takriben",
    ),
    "bn": (
        "প্রায়", "আনুমানিক", "মোটামুটি", "কমবেশি",
    ),
}  # fmt: skip
"""Words that make a number uncertain without saying by how much."""

BEFORE_NUMBERS: tuple[str, ...] = ("about", "around", "some", "约", "chừng", "alrededor de", "unos", "unas", "cerca de")
"""Words that do so only before a number: "about the order" is no approximation."""
