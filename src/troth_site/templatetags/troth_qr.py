"""QR codes, drawn on this machine."""

import qrcode
import qrcode.image.svg
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
QUIET_ZONE = 4
"""Empty modules around the code (ISO/IEC 18004:2015, 6.3.8)."""


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Draw a text as a QR code that speaks its label; the code itself is black on white in any theme."""
    code = qrcode.QRCode(image_factory=qrcode.image.svg.SvgPathImage, border=QUIET_ZONE)
    code.add_data(text)
    # Of our own drawing alone: the text goes into the pattern, never into the markup.
    drawn = mark_safe(code.make_image().to_string(encoding="unicode"))  # noqa: S308
    return format_html('<span class="t-qr" role="img" aria-label="{}">{}</span>', label, drawn)
