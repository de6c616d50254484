"""The words by which people ask, promise to look, and say that they have read, in our six languages.

Bengali and Turkish words end in a star where they may go on. All are compared without regard to case and to marks, so
that "da nhan" is found where "đã nhận" stands.
"""

from collections.abc import Mapping

ASKING: Mapping[str, tuple[str, ...]] = {
    "en": (
        "please advise", "please confirm", "please send", "please provide", "please check", "please reply",
        "please share", "please update", "please let", "please quote", "please answer", "please arrange",
        "please tell", "please explain", "please give", "please ship", "please make", "please help", "please clarify",
        "please resend", "please submit", "pls", "plz", "kindly", "could you", "can you", "would you", "will you",
        "let me know", "let us know", "we need your", "i need your", "need to know", "waiting for your",
        "look forward to your", "request you to", "what is the", "when will", "how many", "how much",
    ),
    "zh": (
        "请问", "请确认", "请提供", "请回复", "请告知", "请发", "请安排", "请尽快", "请说明", "请检查", "请核实",
        "请更新", "麻烦", "能否", "可否", "是否", "能不能", "可不可以", "什么时候", "何时", "多少", "几时", "怎么",
        "为什么", "吗", "請問", "請確認", "請提供", "請回覆", "請告知", "什麼時候", "嗎", "等您的回复", "等你回复",
        "盼复", "望回复",
    ),
    "vi": (
        "vui lòng", "xin hãy", "làm ơn", "cho em biết", "cho tôi biết", "cho mình biết", "cho chúng tôi biết",
        "khi nào", "bao giờ", "bao nhiêu", "bao lâu", "được không", "phải không", "có thể cho", "giúp em", "giúp tôi",
        "giúp mình", "nhờ anh", "nhờ chị", "nhờ em", "đề nghị",
    ),
    "es": (
        "por favor", "favor de", "podría*", "podrías", "podrían", "puede usted", "puedes", "pueden", "nos indica*",
        "indíquenos", "confírm*", "envíe*", "necesitamos su", "necesitamos que", "necesito que", "avísen*", "díganos",
        "cuándo", "cuánto*", "quedo a la espera", "quedamos a la espera", "quisiera saber", "rogamos",
    ),
    "tr": (
        "lütfen", "rica eder*", "ricamız", "bildirir mis*", "gönderir mis*", "misiniz", "mısınız", "musunuz",
        "müsünüz", "ne zaman", "kaç adet", "ne kadar", "nedir", "dönüşünüzü bekl*", "cevabınızı bekl*", "paylaşır*",
        "teyit edin*", "bilgi verin*", "gönderin*",
    ),
    "bn": (
        "দয়া করে", "অনুগ্রহ করে", "কবে", "কখন", "কতগুলো", "কত দিন", "কত টাকা", "কি না", "জানান", "জানাবেন", "পাঠান",
        "পাঠাবেন", "পারবেন", "নিশ্চিত করুন", "বলুন", "প্লিজ",
    ),
}  # fmt: skip
"""What makes a message a question without a question mark."""

NOT_ASKING = (
    "please find", "please see", "please note", "please be informed", "please be advised", "please accept",
    "how are you", "how are things", "how do you do", "hope you are well", "can you believe", "请见附件", "请查收",
    "请放心", "请注意", "请知悉", "vui lòng xem", "vui lòng tham khảo", "cómo está", "cómo estás", "qué tal",
    "nasılsın*", "kolay gelsin", "umarım iyisin*", "কেমন আছেন", "你好吗", "您好吗", "anh khỏe không",
    "chị khỏe không",
)  # fmt: skip
"""Courtesies that look like questions."""

DEFERRING: Mapping[str, tuple[str, ...]] = {
    "en": (
        "will check", "will look", "will get back", "will revert", "will reply", "will respond", "will confirm",
        "will update you", "will let you know", "will inform you", "will come back", "will answer",
        "will investigate", "will ask", "will verify", "get back to you", "revert soon", "revert back", "revert asap",
        "let me check", "let us check", "i'll check", "we'll check", "i'll get back", "we'll get back", "i'll ask",
        "we'll ask", "i'll look", "we'll look", "i'll let you know", "we'll let you know", "i'll confirm",
        "we'll confirm", "am checking", "are checking", "is checking", "looking into", "checking now",
        "checking with", "ok checking", "please wait", "give us a moment", "need some time", "under process",
        "in process", "working on it", "will discuss",
    ),
    "zh": (
        "稍后", "稍候", "稍等", "晚点回复", "晚点给", "晚些", "回头", "马上查", "马上看", "马上确认", "马上处理",
        "马上回复", "查一下", "查下", "看一下", "看下", "问一下", "问下", "确认一下", "确认下", "核实一下", "核实下",
        "了解一下", "了解下", "核对一下", "正在查", "正在确认", "正在处理", "正在核实", "在查", "在确认", "在处理",
        "尽快回复", "尽快答复", "尽快给", "尽快确认", "待确认", "会尽快", "再回复", "再答复", "再告诉", "会查",
        "会确认", "会跟进", "稍後", "盡快回覆", "確認一下", "查一查", "需要时间", "请稍",
    ),
    "vi": (
        "sẽ kiểm tra", "sẽ phản hồi", "sẽ trả lời", "sẽ báo", "sẽ xác nhận", "sẽ hỏi", "sẽ xem", "để em kiểm tra",
        "để tôi kiểm tra", "để mình kiểm tra", "để em hỏi", "để tôi hỏi", "để em xem", "để tôi xem", "đang kiểm tra",
        "đang xử lý", "đang xem", "kiểm tra lại", "phản hồi sau", "trả lời sau", "báo lại sau", "chờ em", "đợi em",
        "chờ chút", "vui lòng chờ",
    ),
    "es": (
        "lo reviso", "lo revisamos", "lo revisaré", "lo revisaremos", "vamos a revisar", "voy a revisar", "revisaré",
        "revisaremos", "estamos revisando", "estoy revisando", "lo verifico", "lo verificamos", "vamos a verificar",
        "lo consulto", "lo consultamos", "consultaré", "consultaremos", "le confirmo", "te confirmo", "les confirmo",
        "le aviso", "te aviso", "les aviso", "le responder*", "te responder*", "les responder*", "en breve",
        "lo miro", "lo miramos", "déjame revisar", "déjeme revisar", "lo estamos viendo", "lo checo", "permítame",
    ),
    "tr": (
        "bakıyoruz", "bakıyorum", "bakacağ*", "bakalım", "bir bakayım", "kontrol ediyor*", "kontrol edeceğ*",
        "kontrol edip*", "kontrol edelim", "inceliyor*", "inceleyeceğ*", "araştırıyor*", "ilgileniyor*",
        "ilgileneceğ*", "döneceğ*", "dönüş yapacağ*", "dönüş yaparız", "dönüş yaparım", "geri dönerim",
        "geri döneriz", "size döner*", "soracağ*", "soruyor*", "haber vereceğ*", "haber veririz", "haber veririm",
        "bilgi vereceğ*", "bilgi veririz",
    ),
    "bn": (
        "দেখছি", "দেখতেছি", "চেক করছি", "চেক করে", "যাচাই করছি", "জানাচ্ছি", "জানাব", "জানাবো", "দেখে জানাচ্ছি",
        "খোঁজ নিচ্ছি", "পরে বলছি", "একটু পরে", "উত্তর দেব", "উত্তর দিব", "একটু অপেক্ষা",
    ),
}  # fmt: skip
"""What promises an answer and is none."""

RECEIVING: Mapping[str, tuple[str, ...]] = {
    "en": (
        "ok", "okay", "okey", "k", "noted", "well noted", "duly noted", "received", "well received", "got it",
        "roger", "understood", "copy", "copy that", "sure", "of course", "will do", "acknowledged", "thanks",
        "many thanks", "thank you", "thank you very much", "thx", "tks", "ty", "great", "perfect", "fine", "alright",
        "all right", "very good", "no problem", "with thanks", "much appreciated", "appreciate it", "cheers", "good",
        "ack",
    ),
    "zh": (
        "收到了", "已收到", "收到", "好的", "好滴", "好吧", "好", "知道了", "知道", "明白了", "明白", "了解了",
        "了解", "谢谢", "感谢", "多谢", "谢了", "没问题", "嗯嗯", "嗯", "行", "可以", "ok", "已阅", "知悉", "謝謝",
        "感謝", "沒問題", "辛苦了",
    ),
    "vi": (
        "đã nhận", "nhận được", "đã nhận được", "em nhận được", "vâng ạ", "vâng", "dạ", "ok", "oke", "cảm ơn nhiều",
        "cảm ơn", "cám ơn", "đã rõ", "rõ", "em hiểu rồi", "hiểu rồi", "được rồi", "đồng ý", "ghi nhận", "đã ghi nhận",
        "em biết rồi", "không vấn đề",
    ),
    "es": (
        "recibido", "recibida", "entendido", "de acuerdo", "vale", "ok", "anotado", "tomo nota", "tomamos nota",
        "enterado", "enterada", "muchas gracias", "mil gracias", "gracias", "perfecto", "claro", "por supuesto",
        "bien recibido", "acuso recibo", "acusamos recibo", "confirmo recepción", "listo",
    ),
    "tr": (
        "tamam", "tamamdır", "aldım", "aldık", "alındı", "anlaşıldı", "anladım", "anladık", "teşekkürler",
        "teşekkür ederim", "teşekkür ederiz", "çok teşekkürler", "sağ olun", "sağolun", "not ettim", "not ettik",
        "not aldım", "not alındı", "peki", "olur", "ok", "elbette", "tabii", "tabi", "rica ederim", "bilgimize",
        "mesajınızı aldık", "mailinizi aldık",
    ),
    "bn": (
        "ঠিক আছে", "ঠিকাছে", "পেয়েছি", "পেলাম", "ধন্যবাদ", "অনেক ধন্যবাদ", "আচ্ছা", "বুঝেছি", "বুঝলাম", "জ্বি", "জি",
        "হুম", "ওকে", "নোট করলাম", "গ্রহণ করেছি",
    ),
}  # fmt: skip
"""What says that a message was read, and nothing else."""

FILLING = (
    "we", "i", "it", "this", "that", "is", "has", "been", "have", "are", "and", "the", "a", "to", "you", "your",
    "for", "so", "all", "on", "at", "in", "by", "with", "our", "my", "us", "me", "very", "much", "well", "dear",
    "team", "sir", "madam", "email", "e-mail", "mail", "message", "msg", "info", "information", "now", "today",
    "tomorrow", "soon", "shortly", "later", "asap", "please", "pls", "then", "from", "again", "back", "best",
    "regards", "hi", "hello", "kind", "quick", "reply", "update", "of", "below", "above", "will", "just", "also",
    "too", "friend", "boss", "我", "我们", "你", "您", "的", "了", "啊", "哦", "呢", "哈", "吧", "先", "邮件", "信息",
    "消息", "会", "都", "也", "老板", "经理", "亲", "明天", "今天", "下午", "晚上", "回复", "em", "anh", "chị", "tôi",
    "mình", "ạ", "nhé", "nha", "rồi", "mail", "thư", "tin nhắn", "của", "bạn", "và", "đã", "được", "lo", "la", "su",
    "tu", "el", "correo", "mensaje", "y", "por", "muy", "bien", "señor", "señora", "hemos", "he", "está", "için",
    "çok", "bey", "hanım", "mesajınız*", "mailiniz*", "e-postanız*", "bilgi", "ve", "hocam", "efendim", "size",
    "আপনার", "আপনাকে", "আমি", "আমরা", "ভাই", "স্যার", "মেইল", "মেসেজ", "এবং", "টি", "টা",
)  # fmt: skip
"""Words that add nothing to a receipt."""

CONTRASTING = (
    "but", "however", "aber", "pero", "sin embargo", "ama", "fakat", "ancak", "nhưng", "tuy nhiên", "但", "但是",
    "不过", "কিন্তু", "তবে",
)  # fmt: skip
"""Words after which the real answer comes."""

CRITICAL: Mapping[str, tuple[str, ...]] = {
    "en": (
        "fire", "injury", "injuries", "injured", "accident", "explosion", "exploded", "evacuated", "evacuation",
        "toxic", "poisoned", "poisoning", "child labour", "child labor", "forced labour", "forced labor", "recall",
        "recalled", "broken needle", "metal fragment", "metal fragments", "electric shock", "electrocuted", "unsafe",
        "safety issue", "safety problem", "safety hazard", "hazard", "choking", "fatality", "died", "critical defect",
        "critical defects", "building crack", "collapse", "collapsed", "contaminated", "contamination",
    ),
    "zh": (
        "火灾", "着火", "起火", "受伤", "工伤", "事故", "爆炸", "中毒", "有毒", "童工", "强迫劳动", "召回", "断针",
        "金属碎片", "触电", "安全隐患", "安全问题", "不安全", "窒息", "死亡", "严重缺陷", "致命缺陷", "倒塌", "污染",
        "泄漏", "火災", "受傷", "斷針",
    ),
    "vi": (
        "hỏa hoạn", "cháy xưởng", "cháy nhà máy", "vụ cháy", "bị thương", "tai nạn", "vụ nổ", "ngộ độc", "chất độc",
        "lao động trẻ em", "thu hồi sản phẩm", "kim gãy", "mảnh kim loại", "điện giật", "không an toàn", "nguy hiểm",
        "tử vong", "sập nhà", "lỗi nghiêm trọng",
    ),
    "es": (
        "incendio", "herido*", "lesionado*", "lesión", "accidente", "explosión", "intoxicación", "tóxico*",
        "trabajo infantil", "trabajo forzoso", "retirada del producto", "retiro del producto", "aguja rota",
        "descarga eléctrica", "inseguro", "peligro", "peligroso*", "asfixia", "fallecido*", "defecto crítico",
        "derrumbe", "contaminación",
    ),
    "tr": (
        "yangın*", "yaralan*", "yaralı*", "iş kazası*", "kaza", "patlama*", "zehirlen*", "zehirli*", "çocuk işçi*",
        "zorla çalıştır*", "geri çağırma*", "kırık iğne*", "metal parça*", "elektrik çarp*", "güvenli değil",
        "tehlike*", "boğulma*", "ölüm", "öldü", "kritik hata*", "çöktü", "bulaşma*",
    ),
    "bn": (
        "আগুন*", "অগ্নিকাণ্ড*", "আহত*", "দুর্ঘটনা*", "বিস্ফোরণ*", "বিষাক্ত*", "শিশুশ্রম*", "জোরপূর্বক শ্রম*",
        "প্রত্যাহার*", "ভাঙা সুই*", "বৈদ্যুতিক শক*", "অনিরাপদ*", "বিপজ্জনক*", "মৃত্যু*", "ধসে*", "দূষণ*",
    ),
}  # fmt: skip
"""What touches the safety of people or products: such a question waits by the wall clock."""
