"""Turkish words that press or blame, and words to start anew from."""

from troth.communication.tone_lists import ToneWords

TURKISH = ToneWords(
    ultimatum=(
        "son şansınız*", "son uyarı*", "son ikaz*", "yoksa iptal ederiz", "aksi halde iptal ederiz",
        "aksi takdirde iptal*", "ya kabul edersiniz ya*", "pazarlık yok", "pazarlığa kapalı*",
        "başka seçeneğiniz yok", "ültimatom*", "sonuçlarına katlanırsınız",
    ),
    blame=(
        "sizin suçunuz", "sizin hatanız", "kabul edilemez", "beceriksiz*", "sorumsuz*", "başaramadınız",
        "sizin yüzünüzden", "profesyonellikten uzak", "bu ne rezalet", "her zaman geç kalıyorsunuz",
    ),
    vague_deadline=(
        "en kısa sürede", "en kısa zamanda", "derhal", "hemen gönderin*", "hemen yapın*", "acilen", "bir an önce",
        "acil!!!",
    ),
    demand=(
        "zorundasınız", "mecbursunuz", "talep ediyoruz", "ısrar ediyoruz", "yapacaksınız", "göndereceksiniz",
    ),
    shouted=(
        "hemen", "şimdi", "neden", "nerede", "niye", "değil", "siz", "sizin", "bu", "hala", "hâlâ", "derhal",
    ),
    options=(
        "mümkün mü", "misiniz", "mısınız", "musunuz", "müsünüz", "olur mu", "yapabilir miyiz", "ne dersiniz",
        "birlikte", "mümkün değilse", "öneriniz", "ya da",
    ),
    negations_after=(
        "değil", "değildir", "değildi", "demiyoruz", "olmadığını",
    ),
    rewrites={
        "ultimatum": (
            "Malın … tarihinde teslimi planlanmıştı, henüz yola çıkmadı. Mağazalarımız … tarihinde açılıyor ve "
            "ürünsüz kalacak. … tarihine kadar göndermek için neye ihtiyacınız var, ya da önce hangi kısmı "
            "gönderebiliriz?"
        ),
        "blame": (
            "… parçanın … tanesinde … gördük (fotoğraflar ekte); bu hâliyle satılamıyor. Sizce nedeni nedir ve her "
            "birimiz neyi değiştirebiliriz?"
        ),
        "vague_deadline": (
            "Rapora … tarihine kadar (sizin saatinizle) ihtiyacımız var, çünkü … buna bağlı. Bu gün size uyar mı? "
            "Uymazsa hangi gün uygun?"
        ),
        "demand": (
            "… tarihine kadar … gerekiyor, çünkü …. Bu mümkün mü? Mümkün değilse ne önerirsiniz?"
        ),
        "shouting": (
            "… tarihinde beklediğimiz … henüz gelmedi ve … bu yüzden duruyor. Ne zaman alabiliriz, biz nasıl "
            "yardımcı olabiliriz?"
        ),
    },
)  # fmt: skip
