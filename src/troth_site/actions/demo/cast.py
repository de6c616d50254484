"""Who takes part in the demonstration: one invented brand, a dozen invented factories, and their people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Someone:
    """A person: name in their own script, Latin form, address, role."""

    name: str
    name_latin: str
    email: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """An organisation of the demonstration.

    Attributes:
        code: Two letters that its order numbers carry.
        goods: Which goods it makes, a key of GOODS.
        tells: The story its record tells.
    """

    name: str
    name_latin: str = ""
    country: str
    zone: str
    code: str = ""
    goods: str = ""
    currency: str = "USD"
    tells: str = ""
    people: tuple[Someone, ...]

    @property
    def family(self) -> str:
        """Return its goods as people write a family of products."""
        return self.goods.capitalize()

    @property
    def language(self) -> str:
        """Return the language its people read first, where the site speaks it."""
        return "zh-hans" if self.country == "CN" else ""


BUYER = Firm(
    name="Tarnholm Outfitters",
    country="GB",
    zone="Europe/London",
    people=(
        Someone("Ingrid Halloran", "", "ingrid.halloran@tarnholm.example", "sourcing"),
        Someone("Tomasz Wilk", "", "tomasz.wilk@tarnholm.example", "quality"),
        Someone("Amara Osei", "", "amara.osei@tarnholm.example", "finance"),
        Someone("Beatrice Lindqvist", "", "beatrice.lindqvist@tarnholm.example", "manager"),
    ),
)

FACTORIES = (
    Firm(
        name="সোনালী সুতা অ্যাপারেলস লিমিটেড", name_latin="Sonali Suta Apparels Ltd.", country="BD", zone="Asia/Dhaka",
        code="SS", goods="apparel", tells="steady",
        people=(
            Someone("রুবিনা ইয়াসমিন", "Rubina Yasmin", "rubina@sonali-suta.example", "sales"),
            Someone("আনোয়ার হোসেন", "Anwar Hossain", "anwar@sonali-suta.example", "owner"),
        ),
    ),
    Firm(
        name="Ege Rüzgârı Tekstil San. ve Tic. Ltd. Şti.", name_latin="Ege Ruzgari Textile Ltd.", country="TR",
        zone="Europe/Istanbul", code="ER", goods="apparel", currency="EUR", tells="drifting",
        people=(
            Someone("Elif Karadağ", "", "elif@ege-ruzgari.example", "sales"),
            Someone("Murat Karadağ", "", "murat@ege-ruzgari.example", "owner"),
        ),
    ),
    Firm(
        name="佛山市启明五金制品有限公司", name_latin="Foshan Qiming Hardware Products Co., Ltd.", country="CN",
        zone="Asia/Shanghai", code="QM", goods="hard goods", tells="recovering",
        people=(
            Someone("何丽敏", "He Limin", "limin@qiming-hardware.example", "sales"),
            Someone("梁启明", "Liang Qiming", "qiming@qiming-hardware.example", "owner"),
        ),
    ),
    Firm(
        name="Manufacturas Cerro Alto, S.A. de C.V.", country="MX", zone="America/Mexico_City", code="CA",
        goods="bags", tells="hiding",
        people=(
            Someone("Lucía Barragán", "", "lucia@cerro-alto.example", "sales"),
            Someone("Héctor Olvera", "", "hector@cerro-alto.example", "owner"),
        ),
    ),
    Firm(
        name="हरितिमा होम टेक्सटाइल्स प्राइवेट लिमिटेड", name_latin="Haritima Home Textiles Pvt. Ltd.", country="IN",
        zone="Asia/Kolkata", code="HH", goods="home", tells="new",
        people=(
            Someone("सुनीता मलिक", "Sunita Malik", "sunita@haritima.example", "sales"),
            Someone("राजीव मलिक", "Rajiv Malik", "rajiv@haritima.example", "owner"),
        ),
    ),
    Firm(
        name="东莞市恒悦箱包有限公司", name_latin="Dongguan Hengyue Bags & Luggage Co., Ltd.", country="CN",
        zone="Asia/Shanghai", code="HY", goods="bags", tells="buyer_caused",
        people=(
            Someone("陈晓雯", "Chen Xiaowen", "xiaowen@hengyue-bags.example", "sales"),
            Someone("黄志恒", "Huang Zhiheng", "zhiheng@hengyue-bags.example", "owner"),
        ),
    ),
    Firm(
        name="Công ty TNHH May Bến Sóng", name_latin="Ben Song Garment Co., Ltd.", country="VN",
        zone="Asia/Ho_Chi_Minh", code="BS", goods="apparel", tells="typhoon",
        people=(
            Someone("Trần Thu Hà", "Tran Thu Ha", "thuha@ben-song.example", "sales"),
            Someone("Phạm Quốc Việt", "Pham Quoc Viet", "quocviet@ben-song.example", "owner"),
        ),
    ),
    Firm(
        name="வைகை மரவேலை பிரைவேட் லிமிடெட்", name_latin="Vaigai Woodcraft Pvt. Ltd.", country="IN",
        zone="Asia/Kolkata", code="VW", goods="hard goods", tells="moved",
        people=(
            Someone("கவிதா செல்வம்", "Kavitha Selvam", "kavitha@vaigai-woodcraft.example", "sales"),
            Someone("முருகன் செல்வம்", "Murugan Selvam", "murugan@vaigai-woodcraft.example", "owner"),
        ),
    ),
    Firm(
        name="মেঘবতী নিটওয়্যার লিমিটেড", name_latin="Meghboti Knitwear Ltd.", country="BD", zone="Asia/Dhaka",
        code="MK", goods="apparel", tells="split",
        people=(
            Someone("তানভীর রহমান", "Tanvir Rahman", "tanvir@meghboti.example", "sales"),
            Someone("শিরিন আক্তার", "Shirin Akter", "shirin@meghboti.example", "owner"),
        ),
    ),
    Firm(
        name="Công ty Cổ phần Điện tử Trúc Xanh", name_latin="Truc Xanh Electronics JSC", country="VN",
        zone="Asia/Ho_Chi_Minh", code="TX", goods="electronics", tells="confirmed",
        people=(
            Someone("Nguyễn Minh Anh", "Nguyen Minh Anh", "minhanh@truc-xanh.example", "sales"),
            Someone("Đỗ Văn Khải", "Do Van Khai", "vankhai@truc-xanh.example", "owner"),
        ),
    ),
    Firm(
        name="Bozdağ Çömlek Seramik San. ve Tic. Ltd. Şti.", name_latin="Bozdag Comlek Ceramics Ltd.", country="TR",
        zone="Europe/Istanbul", code="BC", goods="home", currency="EUR", tells="untouched",
        people=(
            Someone("Zeynep Aksu", "", "zeynep@bozdag-comlek.example", "sales"),
            Someone("Kemal Aksu", "", "kemal@bozdag-comlek.example", "owner"),
        ),
    ),
    Firm(
        name="宁波海岚电器有限公司", name_latin="Ningbo Hailan Electric Appliance Co., Ltd.", country="CN",
        zone="Asia/Shanghai", code="HL", goods="electronics", tells="silent",
        people=(
            Someone("周颖", "Zhou Ying", "ying@hailan-electric.example", "sales"),
            Someone("施海岚", "Shi Hailan", "hailan@hailan-electric.example", "owner"),
        ),
    ),
)  # fmt: skip

# Item, lowest and highest price of one in whole cents, and the lots in which it is ordered.
GOODS: dict[str, tuple[tuple[str, int, int, tuple[int, ...]], ...]] = {
    "apparel": (
        ("Men's crew T-shirt, organic cotton 180 g", 310, 420, (2400, 3600, 6000)),
        ("Women's fleece jacket, recycled polyester", 1180, 1560, (900, 1200, 1800)),
        ("Kids' rain trousers, taped seams", 890, 1150, (1200, 1600)),
        ("Unisex hooded sweatshirt, brushed 320 g", 960, 1290, (1500, 2400)),
        ("Merino base layer, long sleeve", 1640, 2100, (600, 900)),
    ),
    "hard goods": (
        ("Camping lantern hook, stainless steel", 95, 140, (5000, 8000)),
        ("Folding stool, ash and canvas", 1450, 1890, (400, 600, 800)),
        ("Enamel mug set of four", 620, 810, (1500, 2500)),
        ("Coat rack, five hooks, powder coated", 740, 990, (1000, 1600)),
    ),
    "bags": (
        ("Roll-top backpack 24 l, waxed canvas", 1870, 2350, (600, 900, 1200)),
        ("Weekend duffel 40 l", 2240, 2790, (400, 600)),
        ("Wash bag, lined", 430, 590, (2000, 3000)),
        ("Laptop sleeve 14 inch, felt", 510, 690, (1500, 2500)),
    ),
    "electronics": (
        ("Rechargeable headlamp 400 lm", 980, 1240, (1500, 2500)),
        ("USB-C camping lantern with dimmer", 1340, 1720, (1000, 1500)),
        ("Power bank 10,000 mAh, 20 W", 1090, 1390, (2000, 3000)),
        ("Bluetooth trail speaker, IP67", 1760, 2190, (800, 1200)),
    ),
    "home": (
        ("Handwoven cotton throw 130 × 170 cm", 980, 1320, (600, 900)),
        ("Stoneware bowl, reactive glaze", 290, 410, (2400, 3600)),
        ("Quilted cushion cover 50 × 50 cm", 390, 540, (1500, 2400)),
    ),
}
