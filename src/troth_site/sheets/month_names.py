"""Names of months as people write them in order lists, and words that may stand beside them."""

# Twelve names a line; / separates spellings. English, German, French, Spanish, Turkish, Portuguese, Italian.
_LINES = (
    "jan/january feb/february mar/march apr/april may jun/june jul/july aug/august sep/sept/september oct/october "
    "nov/november dec/december",
    "jan/januar/jänner feb/februar mär/mrz/märz/maerz apr/april mai jun/juni jul/juli aug/august sep/sept/september "
    "okt/oktober nov/november dez/dezember",
    "janv/janvier févr/fév/fevr/fev/février/fevrier mars avr/avril mai juin juil/juillet août/aout sept/septembre "
    "oct/octobre nov/novembre déc/dec/décembre/decembre",
    "ene/enero feb/febrero mar/marzo abr/abril may/mayo jun/junio jul/julio ago/agosto "
    "sep/set/sept/septiembre/setiembre oct/octubre nov/noviembre dic/diciembre",
    "oca/ocak şub/sub/şubat/subat mar/mart nis/nisan may/mayıs/mayis haz/haziran tem/temmuz ağu/agu/ağustos/agustos "
    "eyl/eylül/eylul eki/ekim kas/kasım/kasim ara/aralık/aralik",
    "jan/janeiro fev/fevereiro mar/março/marco abr/abril mai/maio jun/junho jul/julho ago/agosto set/setembro "
    "out/outubro nov/novembro dez/dezembro",
    "gen/gennaio feb/febbraio mar/marzo apr/aprile mag/maggio giu/giugno lug/luglio ago/agosto set/settembre "
    "ott/ottobre nov/novembre dic/dicembre",
)


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in _LINES:
        for month, spellings in enumerate(line.split(), 1):
            for name in spellings.split("/"):
                if found.setdefault(name, month) != month:
                    raise ValueError(name)  # one spelling, two months: the table above is wrong
    return found


MONTHS = _months()

_WEEKDAYS = "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday"
PASSED_OVER = frozenset(f"{_WEEKDAYS} st nd rd th de del of".split())
