import base64
import re

from markupsafe import escape

from odoo import api, models

from odoo.addons.base.models.ir_actions_report import _wkhtml

ACCENT = "#1f4e79"

# Printable page in CSS pixels, width and height, as wkhtmltopdf 0.12.6 without patched Qt prints
# our two paper formats: 125 pixels to the inch at 96 dpi and zoom 1, margins rounded to pixels.
# Measured, for a pixel too many adds up over the pages. Change them with the paper formats.
PAGE_PORTRAIT = (852, 1300)
PAGE_LANDSCAPE = (1280, 870)


class IrActionsReport(models.Model):
    """What the shared document layout has to know about the paper and the program that prints."""

    _inherit = "ir.actions.report"

    @api.model
    def _biginn_page(self, landscape=False):
        """Size of one printable page in CSS pixels, and whether our script must break pages.

        wkhtmltopdf with patched Qt repeats table heads and keeps rows whole by itself. The builds
        of Debian and others do neither: there the script in `static/src/report` does both.
        """
        width, height = PAGE_LANDSCAPE if landscape else PAGE_PORTRAIT
        return {"width": width, "height": height, "paginate": not _wkhtml().is_patched_qt}

    @api.model
    def _biginn_accent(self, company):
        """The one accent colour of a cluster's documents, safe to stand in a style sheet."""
        color = company.primary_color or ""
        return color if re.fullmatch("#[0-9A-Fa-f]{3,8}", color) else ACCENT

    @api.model
    def _biginn_watermark(self, word):
        """A pale slanted word as a picture to be repeated behind a document, half a page high."""
        drawing = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="850" height="640">'
            '<text x="425" y="340" transform="rotate(-35 425 340)" font-size="150" '
            'font-family="sans-serif" font-weight="bold" text-anchor="middle" '
            f'fill="#ececec">{escape(word.upper())}</text></svg>'
        )
        return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()
