"""The money rules of a COSME grant as plain Python: no odoo import, no I/O, no floats.

Each module is one small part of the way from the books to the statement:

==================  =====================================================================
``money``           rounding HALF_UP and sharing a total without losing a cent
``fx``              the period average of the ECB's daily rates
``ecb``             reading the ECB's own files (with ``ecb_csv``, ``ecb_xml``, ``ecb_values``)
``personnel``       productive hours, hourly rate, personnel cost, which year's rate
``vat``             non-deductible VAT follows the lines it was charged on
``depreciation``    equipment: the part of the price that falls into the period
``distribution``    the part of a cost that its analytic distribution gives to the grant
``cost_rules``      which ledger line belongs to which budget category
``statement``       category totals, indirect costs, EU contribution, cap
``explain``         how each figure of a statement came about, step by step
``consolidation``   several beneficiaries, one grant
==================  =====================================================================

Rules return codes and parameters; the models make sentences of them in the reader's language.
"""
