from odoo.tests import BaseCase, tagged

from odoo.addons.biginn_reports.rules.consolidation import Declared, consolidate

from .rules_common import D

CODES = ("A", "B", "C", "D.1", "D.2", "D.3", "E")
DELIVERED = (
    ("DK", "60244.01 11425.81 0.00 5163.44 241.96 2977.43 4803.88", "63642.40"),
    ("DK", "64553.02 16101.76 2390.00 8217.37 322.04 4549.49 5434.93", "76773.96"),
    ("ES", "74210.33 6500.00 9960.00 9874.21 0.00 7310.90 6397.68", "88179.84"),
    ("LT", "58400.75 12000.00 6720.00 8650.40 0.00 5120.66 5052.03", "73637.88"),
)


def declared():
    return [
        Declared(name, tuple(zip(CODES, map(D, amounts.split()), strict=True)), D(contribution))
        for name, amounts, contribution in DELIVERED
    ]


@tagged("post_install", "-at_install")
class TestConsolidation(BaseCase):
    def test_example(self):
        result = consolidate(declared(), D("245000.00"))
        danish = result.row("DK")
        self.assertEqual(
            [str(amount) for amount in danish.amounts.values()],
            ["124797.03", "27527.57", "2390.00", "13380.81", "564.00", "7526.92", "10238.81"],
        )
        self.assertEqual(danish.total, D("186425.14"))
        self.assertEqual(danish.contribution, D("140416.36"))
        self.assertEqual(
            [str(amount) for amount in result.amounts.values()],
            ["257408.11", "46027.57", "19070.00", "31905.42", "564.00", "19958.48", "21688.52"],
        )
        self.assertEqual(result.total, D("396622.10"))
        self.assertEqual(result.contribution, D("302234.08"))
        self.assertEqual(result.granted, D("245000.00"))
        self.assertEqual(
            [str(row.granted) for row in result.rows], ["113825.71", "71481.22", "59693.07"]
        )

    def test_without_cap(self):
        result = consolidate(declared())
        self.assertEqual(
            [row.granted for row in result.rows], [row.contribution for row in result.rows]
        )

    def test_nobody_delivered(self):
        result = consolidate([], D("245000.00"))
        self.assertEqual((result.rows, result.total, result.granted), ((), 0, 0))
