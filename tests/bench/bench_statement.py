"""Statement: compute and workbook against their own floors, in one run.

    ./biginn bench statement

Reads as ratios: how many times the bare SQL sum a compute takes, and how many times xlsxwriter's
bare writing of as many cells a workbook takes. `BIGINN_BENCH_LINES` sets the ledger's size.
"""

import os
import tempfile
import time
from pathlib import Path

import xlsxwriter

from odoo.fields import Command

from odoo.addons.biginn_reports.tests.books import Books

LINES = int(os.environ.get("BIGINN_BENCH_LINES", "2000"))
PER_BILL = 50


def timed(action):
    started = time.perf_counter()
    result = action()
    return time.perf_counter() - started, result


def build(env):
    """A grant with one category fed by the ledger, and as many bill lines as asked for."""
    eur = env.ref("base.EUR")
    books = Books(env, "Bench", eur, env.ref("base.lt"))
    account = books.env["account.analytic.account"].create(
        {"name": "Bench", "plan_id": env.ref("analytic.analytic_plan_projects").id,
         "company_id": books.company.id})
    scheme = env.ref("biginn_reports.scheme_cosme")
    goods = scheme.category_ids.filtered(lambda one: one.code == "D.3")
    grant = env["biginn.grant"].create(
        {"number": "bench", "acronym": "BENCH", "scheme_id": scheme.id,
         "company_id": books.company.id, "date_start": "2022-01-01", "date_end": "2022-12-31",
         "period_ids": [Command.create(
             {"number": 1, "date_start": "2022-01-01", "date_end": "2022-12-31"})]})
    beneficiary = books.env["biginn.grant.beneficiary"].create(
        {"grant_id": grant.id, "partner_id": books.company.partner_id.id,
         "company_id": books.company.id,
         "analytic_account_ids": [Command.set(account.ids)],
         "cost_rule_ids": [Command.create({"category_id": goods.id})]})
    supplier = env["res.partner"].create({"name": "Bench supplier"})
    share = {str(account.id): 100}
    for _bill in range(LINES // PER_BILL):
        books.bill(supplier, "2022-06-15",
                   [("goods", 12.34, share, books.vat_lost) for _line in range(PER_BILL)])
    statement = books.env["biginn.statement"].create(
        {"beneficiary_id": beneficiary.id, "period_id": grant.period_ids.id})
    env.flush_all()
    return books, account, statement


def bare_sum(env, account):
    env.cr.execute(
        "SELECT account_id, product_id, sum(balance) FROM account_move_line "
        "WHERE parent_state = 'posted' AND analytic_distribution ? %s GROUP BY 1, 2",
        (str(account.id),))
    return env.cr.fetchall()


def bare_workbook(cells):
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(str(Path(folder, "floor.xlsx")), {"constant_memory": True})
        page = book.add_worksheet()
        for number in range(cells):
            page.write_string(number // 17, number % 17, "text of a cell")
        book.close()


def main(env):
    spent, (_books, account, statement) = timed(lambda: build(env))
    print(f"statement: {LINES} bill lines made in {spent:.1f} s")
    env.invalidate_all()
    floor, _rows = timed(lambda: bare_sum(env, account))
    compute, _done = timed(statement.action_compute)
    env.invalidate_all()
    lock, _done = timed(statement.action_lock)
    write, path = timed(statement._write_workbook)
    path.unlink()
    cells, _done = timed(lambda: bare_workbook(LINES * 17))
    print(f"  compute  {compute:.2f} s = {1000 * compute / LINES:.2f} ms a line "
          f"(bare sum {floor * 1000:.1f} ms)")
    print(f"  lock     {lock:.2f} s = {lock / compute:.1f} × compute")
    print(f"  workbook {write:.2f} s = {write / cells:.1f} × as many bare cells ({cells:.2f} s)")
    env.cr.rollback()


main(env)  # noqa: F821  (the shell provides env)
