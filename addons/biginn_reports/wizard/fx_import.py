import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import ecb, fx
from .fx_import_messages import sentence

# Uploads; what is inside a zip has its own limit in the rules.
MAX_UPLOAD = 16 * 1024 * 1024
BATCH = 5000
CONFLICTS_SHOWN = 500


class BiginnFxImport(models.TransientModel):
    """Read a file of the ECB into the exchange rates: all of it or nothing.

    Values already known are left as they are. Where the file says something else, that is shown,
    and only taken over with a reason.
    """

    _name = "biginn.fx.import"
    _description = "Import ECB rates"

    state = fields.Selection([("choose", "File"), ("done", "Result")], default="choose")
    data_file = fields.Binary(string="File of the ECB", attachment=False)
    filename = fields.Char()
    all_currencies = fields.Boolean(
        string="All Currencies in the File",
        help="Otherwise only those listed: the currencies of beneficiaries and companies.",
    )
    currency_ids = fields.Many2many(
        "res.currency",
        string="Currencies",
        default=lambda self: self._default_currencies(),
        context={"active_test": False},
    )
    summary = fields.Text(readonly=True)
    added_count = fields.Integer(string="Added", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    conflict_count = fields.Integer(string="Different", readonly=True)
    gap_count = fields.Integer(string="Missing Business Days", readonly=True)
    conflict_ids = fields.One2many("biginn.fx.import.conflict", "import_id", readonly=True)
    reason = fields.Char(help="Why the values of the file replace those known so far.")

    @api.model
    def _default_currencies(self):
        used = self.env.companies.currency_id
        for (currency,) in self.env["biginn.grant.beneficiary"]._read_group([], ["currency_id"]):
            used |= currency
        return used - self.env.ref("base.EUR")

    # -------------------------------------------------------------- actions

    def action_import(self):
        self.ensure_one()
        rates = self.env["biginn.fx.rate"]
        rates.check_access("create")
        found = self._read_file()
        wanted = self._wanted_currencies(found)
        known = self._known(wanted, found)
        added, different, unchanged = [], [], 0
        for rate in found.rates:
            currency = wanted.get(rate.currency)
            if currency is None:
                continue
            there = known.get((currency, rate.date))
            if there is None:
                added.append((currency, rate))
            elif there.rate == float(rate.text):
                unchanged += 1
            else:
                different.append((there, rate))
        self._add(added, found.layout)
        gaps = self._gaps([*known, *((currency, rate.date) for currency, rate in added)])
        self.write(
            {
                "state": "done",
                # the upload has done its work and need not lie around
                "data_file": False,
                "added_count": len(added),
                "unchanged_count": unchanged,
                "conflict_count": len(different),
                "gap_count": sum(map(len, gaps.values())),
                "summary": self._summary(found, wanted, gaps),
                "conflict_ids": [
                    fields.Command.create(
                        {"rate_id": there.id, "file_text": rate.text, "layout": found.layout}
                    )
                    for there, rate in different[:CONFLICTS_SHOWN]
                ],
            }
        )
        return self._reopen()

    def action_replace(self):
        """Take over what the file says, with the reason typed."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: a rate is only changed with a reason."))
        self.conflict_ids.rate_id.check_access("write")
        for conflict in self.conflict_ids:
            # sudo: only an import may say that a value comes from a file
            conflict.rate_id.sudo().write(
                {"rate_text": conflict.file_text, "source": conflict.layout, "reason": reason}
            )
        replaced = len(self.conflict_ids)
        self.conflict_ids.unlink()
        self.conflict_count -= replaced
        self.summary = self.env._("%(count)s values replaced.", count=replaced)
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import ECB Rates"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    # ------------------------------------------------------------- business

    def _read_file(self):
        if not self.data_file:
            raise UserError(self.env._("Choose a file first."))
        # Four characters of base64 are three bytes.
        if len(self.data_file) // 4 * 3 > MAX_UPLOAD:
            raise UserError(sentence(self.env, "too_large", {"limit": MAX_UPLOAD}))
        try:
            content = base64.b64decode(self.data_file, validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(sentence(self.env, "not_text", {})) from error
        try:
            return ecb.parse(content, today=fields.Date.context_today(self))
        except ecb.EcbFormatError as error:
            raise UserError(sentence(self.env, error.code, error.params)) from error

    def _wanted_currencies(self, found):
        """Currency code -> id, for those of the file that are wanted and known to Odoo."""
        if self.all_currencies:
            currencies = self.env["res.currency"].with_context(active_test=False)
            currencies = currencies.search([("name", "in", found.currencies)])
        else:
            currencies = self.currency_ids.filtered(lambda one: one.name in found.currencies)
            if not self.currency_ids:
                raise UserError(self.env._("Choose at least one currency."))
        if not currencies:
            raise UserError(
                self.env._(
                    "The file has no rates of %(names)s.",
                    names=", ".join(self.currency_ids.mapped("name")),
                )
            )
        return {one.name: one.id for one in currencies}

    def _known(self, wanted, found):
        rates = self.env["biginn.fx.rate"].search_fetch(
            [
                ("currency_id", "in", list(wanted.values())),
                ("date", ">=", found.start),
                ("date", "<=", found.end),
            ],
            ["currency_id", "date", "rate", "rate_text"],
        )
        return {(one.currency_id.id, one.date): one for one in rates}

    def _add(self, added, layout):
        # sudo: only an import may say that a value comes from a file; create was checked before
        rates_sudo = self.env["biginn.fx.rate"].sudo()
        for start in range(0, len(added), BATCH):
            rates_sudo.create(
                [
                    {
                        "currency_id": currency,
                        "date": rate.date,
                        "rate_text": rate.text,
                        "source": layout,
                    }
                    for currency, rate in added[start : start + BATCH]
                ]
            )

    def _gaps(self, known):
        """Currency id -> business days without a rate between its first and its last one."""
        days = {}
        for currency, day in known:
            days.setdefault(currency, set()).add(day)
        gaps = {
            currency: fx.missing_days(there, min(there), max(there))
            for currency, there in days.items()
        }
        return {currency: missing for currency, missing in gaps.items() if missing}

    def _summary(self, found, wanted, gaps):
        lines = [
            self.env._(
                "%(count)s values from %(start)s to %(end)s for %(names)s.",
                count=sum(rate.currency in wanted for rate in found.rates),
                start=found.start,
                end=found.end,
                names=", ".join(sorted(wanted)),
            )
        ]
        unknown = set(found.currencies) - set(wanted)
        if self.all_currencies and unknown:
            lines.append(
                self.env._(
                    "Not known to Odoo and left out: %(names)s.", names=", ".join(sorted(unknown))
                )
            )
        names = {currency: name for name, currency in wanted.items()}
        for currency, missing in gaps.items():
            lines.append(
                self.env._(
                    "%(name)s: no rate on %(count)s business days, the first on %(day)s.",
                    name=names[currency],
                    count=len(missing),
                    day=missing[0],
                )
            )
        return "\n".join(lines)
