"""What the columns of inspection results can be, and by which names they are known."""

from collections.abc import Mapping

from troth.basis.text import gettext_noop
from troth_site.sheets.header_names import plain
from troth_site.sheets.messages import UnreadableFile, said
from troth_site.sheets.tables import Table

PHRASES: Mapping[str, tuple[str, ...]] = {
    "factory": (), "lot": ("lot", "lot no", "lot number", "lot name", "batch", "batch no", "批号", "批次", "批次号"),
    "order": ("order", "po", "po number", "po no", "order number", "order no", "订单号", "订单编号", "采购单号"),
    "day": ("date", "inspection date", "inspected on", "day", "检验日期", "验货日期", "日期"),
    "source": ("kind", "stage", "type", "inspection type", "检验类型", "验货类型"),
    "lot_size": ("lot size", "lot quantity", "batch size", "quantity", "批量", "批量大小"),
    "inspected": ("inspected", "sample size", "sample", "units inspected", "inspected quantity", "抽样数", "抽检数",
                  "检验数量", "抽样数量"),
    "critical": ("critical", "critical defects", "cr", "致命", "致命缺陷"),
    "major": ("major", "major defects", "ma", "严重", "主要", "严重缺陷", "主要缺陷"),
    "minor": ("minor", "minor defects", "mi", "轻微", "次要", "轻微缺陷", "次要缺陷"),
    "verdict": ("verdict", "result", "inspection result", "inspection results", "status", "结果", "判定", "检验结果"),
    "inspector": ("inspector", "inspected by", "检验员", "验货员"),
    "family": ("product family", "family", "product", "product type", "item", "产品", "产品类别", "品名"),
    "line": ("production line", "sewing line", "line or machine", "line machine", "made on line", "made on",
             "assembly line", "machine", "line", "line name", "生产线", "产线", "线别", "拉别", "机台", "生产线别",
             "机器"),
    "suppliers": ("sub suppliers", "sub supplier", "subsuppliers", "subsupplier", "material suppliers",
                  "material supplier", "subcontractors", "subcontractor", "sub contractors", "sub contractor",
                  "materials from", "分供方", "分供应商", "次级供应商", "二级供应商", "下级供应商", "材料供应商",
                  "原料供应商", "外协厂", "外协", "外发厂"),
    "defect": ("defect", "defect name", "defect description", "缺陷", "缺陷名称", "缺陷描述"),
    "class": ("class", "defect class", "severity", "缺陷等级", "缺陷类别"),
    "count": ("count", "defect count", "number of defects", "缺陷数", "缺陷数量"),
}  # fmt: skip
REQUIRED = ("factory", "lot", "day")
CLASSES = ("critical", "major", "minor")
NUMBERS = ("lot_size", "inspected", *CLASSES, "count")


def columns_of(table: Table, chosen: Mapping[str, str], *, guess: bool) -> dict[str, int]:
    """Return the column of each field: those chosen, and with `guess` those whose names say what they are.

    Raises:
        UnreadableFile: A column is missing or unknown.
    """
    columns: dict[str, int] = {}
    for name, header in chosen.items():
        if name not in PHRASES:
            raise _refusal(gettext_noop("There is no field named %(name)s."), name)
        try:
            columns[name] = table.column(header)
        except KeyError:
            raise _refusal(gettext_noop("The file has no column named %(name)s."), header) from None
    for name, header in named(table.header).items() if guess else ():
        at = table.header.index(header)
        if name not in columns and at not in columns.values():
            columns[name] = at
    for name in REQUIRED:
        if name not in columns:
            raise _refusal(gettext_noop("No column is chosen for the field %(name)s."), name)
    return columns


def named(header: tuple[str, ...]) -> dict[str, str]:
    """Return for each field the column whose name says so, each column once; the factory is never guessed."""
    found: dict[str, str] = {}
    free = list(header)
    for name, phrases in PHRASES.items():
        match = next((column for phrase in phrases for column in free if plain(column) == phrase), None)
        if match is not None:
            free.remove(match)
            found[name] = match
    return found


def _refusal(message: str, name: str) -> UnreadableFile:
    return UnreadableFile(
        said(message, name=name),
        mend=said(gettext_noop("The fields are: %(fields)s."), fields=", ".join(PHRASES)),
    )
