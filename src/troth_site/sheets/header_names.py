"""What columns of order lists are called, in the languages of those who send them."""

import re
import unicodedata
from functools import cache

from rapidfuzz import fuzz

# Phrases by field, from the most telling to the least; a header that is exactly one of them is nearly certain,
# one that contains it is likely. English, Chinese (both scripts), German, French, Spanish, Vietnamese, Turkish.
_PHRASES = {
    "promised": """
        promised date| promised delivery date| promise date| promised| scheduled delivery date| scheduled delivery|
        scheduled date| due date| due| delivery due| delivery due date| agreed delivery date| agreed date|
        confirmed delivery date| confirmed date| committed date| planned delivery date| planned delivery|
        planned date| expected delivery date| expected date| requested delivery date| required date| need by date|
        ship by| ex factory date| contract delivery date| etd| 计划交货日期| 计划交货日| 约定交货日期| 承诺交期|
        承诺日期| 交货期限| 交货日期| 交货期| 要求交货日期| 要求交期| 预计交货日期| 应交日期| 合同交期| 交期|
        計劃交貨日期| 計畫交貨日| 約定交貨日期| 預計交貨日期| 承諾交期| 交貨日期| 交貨期| zugesagter liefertermin|
        bestätigter liefertermin| soll liefertermin| solltermin| liefertermin| zugesagt| geplantes lieferdatum|
        date de livraison prévue| date prévue| date promise| livraison prévue| fecha prometida|
        fecha de entrega prevista| fecha prevista| fecha comprometida| fecha de entrega acordada| entrega prevista|
        fecha programada| ngày giao dự kiến| ngày giao hàng dự kiến| ngày hẹn giao| ngày giao theo hợp đồng|
        hạn giao hàng| ngày cam kết| söz verilen tarih| taahhüt tarihi| planlanan teslim tarihi|
        planlanan teslimat tarihi| termin tarihi| termin| vade tarihi| delivery date| lieferdatum|
        date de livraison| fecha de entrega| ngày giao hàng| teslim tarihi
    """,
    "delivered": """
        delivered date| delivered to client date| delivered on| delivered| actual delivery date| actual delivery|
        actual date| delivery date actual| received date| receipt date| goods receipt date| goods receipt|
        received on| received| date delivered| date received| arrival date| actual ship date| shipped date| ata|
        实际交货日期| 实际交货日| 实际到货日期| 到货日期| 收货日期| 实际交期| 入库日期| 送达日期| 交付日期|
        完成日期| 實際交貨日期| 實際交貨日| 實際到貨日期| 到貨日期| 收貨日期| 實際交期| 入庫日期|
        tatsächlicher liefertermin| ist liefertermin| ist termin| lieferdatum ist| lieferdatum| geliefert am|
        geliefert| wareneingang| wareneingangsdatum| date de livraison réelle| date de livraison effective|
        livré le| date de réception| fecha de entrega real| fecha real| fecha entregada| entregado|
        fecha de recepción| fecha de entrega| entrega real| ngày giao thực tế| ngày giao hàng thực tế|
        ngày nhận hàng| ngày giao hàng| ngày giao| ngày nhận| gerçek teslim tarihi| gerçekleşen teslim tarihi|
        fiili teslim tarihi| teslim edildi| teslim tarihi| teslim alma tarihi| 交货日期| 交貨日期| delivery date|
        date de livraison
    """,
    "recorded": """
        delivery recorded date| recorded date| recorded on| recorded| entry date| entered on| posting date|
        booked date| date recorded| created at| system date| 登记日期| 录入日期| 记录日期| 过账日期| 入账日期|
        登記日期| 錄入日期| 記錄日期| 過帳日期| erfasst am| erfassungsdatum| buchungsdatum| date de saisie|
        date d'enregistrement| fecha de registro| registrado| ngày ghi nhận| ngày nhập liệu| kayıt tarihi
    """,
    "ordered": """
        order date| ordered on| ordered| date ordered| po date| purchase order date| date of order| order placed|
        order created| 订单日期| 下单日期| 订货日期| 采购日期| 訂單日期| 下單日期| 訂貨日期| 採購日期|
        bestelldatum| bestellt am| auftragsdatum| date de commande| commandé le| fecha de pedido| fecha del pedido|
        fecha de orden| ngày đặt hàng| ngày đặt| sipariş tarihi
    """,
    "order": """
        order number| order no| order id| order| po number| po no| po / so| po/so| po| purchase order|
        purchase order number| sales order| order ref| order reference| document number| 订单号| 订单编号|
        采购单号| 采购订单号| 采购订单| 合同号| 单号| 訂單號| 訂單編號| 訂單號碼| 採購單號| 採購訂單| 合同號| 單號|
        bestellnummer| bestellnr| bestell nr| bestellung| auftragsnummer| auftrag| numéro de commande|
        n° de commande| commande| número de pedido| nº de pedido| n.º de pedido| pedido| orden de compra|
        số đơn hàng| mã đơn hàng| số po| đơn hàng| sipariş no| sipariş numarası| sipariş
    """,
    "line": """
        line| line number| line no| line item number| order line| po line| item no| item number| position| pos|
        行号| 行| 行项目| 项次| 订单行| 项目号| 行號| 項次| 訂單行| positionsnummer| pos nr| ligne| línea| linea|
        posición| dòng| số dòng| satır| kalem no| kalem
    """,
    "quantity": """
        quantity| qty| order quantity| ordered quantity| line item quantity| qty ordered| order qty| pieces| pcs|
        units| order quantities| 数量| 订单数量| 订货数量| 件数| 数目| 數量| 訂單數量| 訂貨數量| 件數| menge|
        bestellmenge| stückzahl| anzahl| quantité| cantidad| cant| số lượng| sl| miktar| adet| sipariş miktarı
    """,
    "value": """
        value| amount| line item value| line value| order value| total| total value| total amount| line total|
        net amount| total cost| net value| 金额| 总金额| 总价| 订单金额| 价值| 金額| 總金額| 總價| 訂單金額|
        betrag| wert| gesamtwert| nettowert| bestellwert| montant| valeur| importe| valor| monto| giá trị|
        thành tiền| số tiền| tutar| değer| toplam tutar
    """,
    "currency": """
        currency| curr| ccy| currency code| 币种| 货币| 币别| 幣種| 幣別| 貨幣| währung| devise| monnaie| moneda|
        divisa| tiền tệ| loại tiền| para birimi| döviz
    """,
    "item": """
        item| item description| description| product| product name| article| article description| material| sku|
        style| style no| item name| part| part number| goods| 品名| 产品| 产品名称| 商品| 货品| 物料| 物料名称|
        款号| 型号| 產品| 產品名稱| 貨品| 物料名稱| 款號| 型號| artikel| artikelbezeichnung| bezeichnung| produkt|
        désignation| produit| artículo| descripción| producto| sản phẩm| tên hàng| mặt hàng| mã hàng| ürün|
        ürün adı| malzeme
    """,
    "unit": """
        unit| uom| unit of measure| order unit| 单位| 計量單位| 单位名称| 單位| einheit| mengeneinheit| unité|
        unidad| đơn vị| đơn vị tính| đvt| birim| ölçü birimi
    """,
    "factory": """
        factory| factory name| vendor| vendor name| supplier| supplier name| manufacturer| manufacturing site|
        plant| mill| producer| maker| seller| manufacturer name| facility| facility name| site| 工厂| 工厂名称|
        供应商| 供应商名称| 厂家| 生产厂家| 制造商| 厂商| 生产商| 工廠| 工廠名稱| 供應商| 供應商名稱| 廠家| 製造商|
        廠商| lieferant| lieferantenname| hersteller| fabrik| werk| fournisseur| usine| fabricant| proveedor|
        fábrica| fabricante| nhà máy| nhà cung cấp| ncc| xưởng| tedarikçi| fabrika| üretici| satıcı
    """,
    "key": """
        id| line id| record id| row id| unique id| uuid| guid| key| line key| order line id| 编号| 行编号|
        唯一编号| 編號| identifiant| identificador| mã| kimlik
    """,
}
PHRASES = {
    field: tuple(" ".join(phrase.split()) for phrase in phrases.split("|")) for field, phrases in _PHRASES.items()
}
# These say a day of delivery, but not whether it was promised or came true: they count only beside a clear one.
UNCLEAR = frozenset(
    {
        "delivery date",
        "lieferdatum",
        "date de livraison",
        "fecha de entrega",
        "ngày giao hàng",
        "ngày giao",
        "teslim tarihi",
    }
)
EXACT, WITHIN, ALIKE = 1.0, 0.75, 0.6
# Words that turn a name away from a field: a unit price is no unit, a price quote's date no promise.
SPOILERS: dict[str, tuple[str, ...]] = {
    "order": (
        "date",
        "日期",
        "datum",
        "fecha",
        "ngày",
        "tarih",
        "quantity",
        "qty",
        "数量",
        "數量",
        "value",
        "line",
        "行",
    ),
    "unit": ("price", "cost", "单价", "單價", "preis", "precio", "giá", "fiyat"),
    "item": ("quantity", "value", "insurance", "number", "qty", "no", "line"),
    "value": ("insurance", "freight", "unit", "price"),
    "quantity": ("unit price",),
    "line": ("designation", "value", "quantity", "insurance", "first", "total"),
    "ordered": ("sent", "quantity", "qty"),
    "promised": ("original",),
    "delivered": ("quantity", "qty"),
    "factory": ("date", "code", "term", "inco", "id", "no", "country", "quantity", "address"),
}


@cache
def plain(header: str) -> str:
    """Reduce a header to lower-case words: marks gone, snake_case and CamelCase opened.

    >>> plain("PO / SO #"), plain("Order_quantities"), plain("DeliveryDate")
    ('po so', 'order quantities', 'delivery date')
    """
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


@cache
def _plain_phrases(field: str) -> tuple[str, ...]:
    return tuple(plain(phrase) for phrase in PHRASES[field])


def likeness(header: str, field: str) -> tuple[float, str]:
    """Return how well a header names a field, 0 to 1, and the phrase it was recognised by."""
    name = plain(header)
    if not name:
        return 0.0, ""
    best = (0.0, "")
    for place, phrase in enumerate(_plain_phrases(field)):
        score = _score(name, phrase)
        if score:
            # Telling phrases stand first in their list; the difference only breaks ties.
            best = max(best, (score - min(place, 40) / 1000, phrase))
    if best[0] < EXACT - 0.05 and any(_contains(name, plain(word)) for word in SPOILERS.get(field, ())):
        return 0.0, ""
    return best


def _score(name: str, phrase: str) -> float:
    if name == phrase:
        return EXACT
    if len(phrase) > 2 or not phrase.isascii():
        if _contains(name, phrase):
            return WITHIN * (0.6 + 0.4 * len(phrase) / len(name))
        # A slip of the pen: a letter or two in a long word.
        if len(phrase) > 5 and abs(len(phrase) - len(name)) < 3 and fuzz.ratio(name, phrase) >= 88:
            return ALIKE
    return 0.0


def _contains(name: str, phrase: str) -> bool:
    if phrase.isascii():
        return f" {phrase} " in f" {name} "
    return phrase in name
