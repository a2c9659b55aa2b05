import re

from odoo import api, models

from odoo.addons.base.models.ir_actions_report import _wkhtml

ACCENT = "#1f4e79"

# A4 less the margins of biginn_cluster.paperformat_a4, in millimetres.
PRINTABLE_MM = (174, 264)
# wkhtmltopdf without patched Qt prints 125 CSS pixels to the inch at 96 dpi and zoom 1.
CSS_PX_PER_MM = 125 / 25.4


class IrActionsReport(models.Model):
    """What the shared document layout has to know about the paper and the program that prints."""

    _inherit = "ir.actions.report"

    @api.model
    def _biginn_page(self, landscape=False):
        """Size of one printable page in CSS pixels, and whether our script must break pages.

        wkhtmltopdf with patched Qt repeats table heads and keeps rows whole by itself. The builds
        of Debian and others do neither: there the script in `static/src/report` does both.
        """
        width, height = reversed(PRINTABLE_MM) if landscape else PRINTABLE_MM
        return {
            # Never rounded up: one pixel too wide and Qt shrinks the whole page.
            "width": int(width * CSS_PX_PER_MM),
            "height": int(height * CSS_PX_PER_MM),
            "paginate": not _wkhtml().is_patched_qt,
        }

    @api.model
    def _biginn_accent(self, company):
        """The one accent colour of a cluster's documents, safe to stand in a style sheet."""
        color = company.primary_color or ""
        return color if re.fullmatch("#[0-9A-Fa-f]{3,8}", color) else ACCENT
