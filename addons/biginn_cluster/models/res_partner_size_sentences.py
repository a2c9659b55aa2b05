from odoo import api, models
from odoo.tools.misc import format_amount, format_date, formatLang

from ..rules import sme


class ResPartner(models.Model):
    """The size class in sentences: inputs, arithmetic and verdict, line by line."""

    _inherit = "res.partner"

    @api.depends("size_facts")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_size_explanation(self):
        known = self._size_group_known()
        for partner in self:
            partner.size_explanation = "\n".join(partner._size_sentences(known[partner.id]))

    def _size_group_known(self):
        """{organisation: {other: (its name, whether its figures may be shown)}}; few queries.

        Employees see the figures of every organisation they may see. Members know who belongs
        to their own group, but what the others earn only as a sum.
        """
        # The reader may read the explanation; what of the group goes into it is decided here.
        members = {
            partner.id: [key for key, *_rest in (partner.size_group_facts or {}).get("members", [])]
            for partner in self.sudo()
        }
        everyone = self.sudo(False).browse({key for keys in members.values() for key in keys})
        if self.env.user._is_internal():
            seen = everyone._filtered_access("read")
            names = {other.id: (other.display_name, True) for other in seen}
            return {partner.id: names for partner in self}
        companies = self.env.companies
        names = {
            other.id: (other.display_name, False)
            for other in everyone.sudo().exists()
            if not other.company_id or other.company_id in companies
        }
        return {
            partner.id: {key: names[key] for key in partner._size_own_group() if key in names}
            for partner in self
        }

    def _size_own_group(self):
        """Those whom a member knows anyway: linked to it, or in a direct holding with it."""
        organisation = self.sudo()
        direct = organisation.link_ids.other_id | organisation.held_by_ids.partner_id
        linked = [
            key
            for key, relation, _percent in (organisation.size_group_facts or {}).get("members", [])
            if relation == "linked"
        ]
        return {*direct.ids, *linked}

    # -- sentences -------------------------------------------------------------------

    def _size_sentences(self, known):
        self.ensure_one()
        facts = self.size_facts or {"code": "no_figures"}
        # shown as far as `known` allows, see _size_group_known
        group = self.sudo().size_group_facts or {}
        labels = dict(self._fields["size_class"]._description_selection(self.env))
        sentences = [self._size_headline(facts, labels)]
        if group:
            sentences.append(self._size_group_sentence(group, known))
        for step in facts.get("steps", []):
            sentences += self._size_year_sentences(step, labels, group, known)
        sentences.append(self._size_rule_sentence(group))
        return sentences

    def _size_rule_sentence(self, group):
        rule = self.env._(
            "Rule: EU Recommendation 2003/361/EC, Annex, Articles 2 to 6. Micro: fewer than "
            "10 people and at most 2 million EUR turnover or balance sheet total; small: 50, "
            "10, 10; medium: 250, 50, 43."
        )
        if group:
            return f"{rule} " + self.env._(
                "Linked enterprises are counted in full, partner enterprises by their percentage, "
                "for every year as the group is today."
            )
        return f"{rule} " + self.env._("No partner or linked enterprise is counted in.")

    def _size_headline(self, facts, labels):
        params = facts.get("params", {})
        values = {
            "size": labels[self.size_class or "unknown"],
            "year": str(params.get("year", "")),
            "previous": str(params.get("previous", "")),
            "other": labels.get(params.get("other"), ""),
            "percent": self._size_percent(params.get("percent", 0)),
        }
        return {
            "no_figures": lambda: self.env._("Unknown: no company figures have been entered."),
            "undecided": lambda: self.env._(
                "Unknown: the figures up to %(year)s do not decide it; see what is missing below.",
                **values,
            ),
            "estimate": lambda: self.env._(
                "%(size)s: estimate for %(year)s; no accounts have been closed yet.", **values
            ),
            "one_year": lambda: self.env._(
                "%(size)s: the accounts of %(year)s are the only closed year known.", **values
            ),
            "two_years_agree": lambda: self.env._(
                "%(size)s: the two closed years %(previous)s and %(year)s agree.", **values
            ),
            "status_kept": lambda: self.env._(
                "%(size)s: %(previous)s was different, but only two consecutive years "
                "change the class.",
                **values,
            ),
            "last_year_differs": lambda: self.env._(
                "%(size)s: %(year)s alone would be %(other)s, but only two consecutive years "
                "change the class.",
                **values,
            ),
            "last_year_open": lambda: self.env._(
                "%(size)s: figures of %(year)s are missing, but no single year can change the "
                "class.",
                **values,
            ),
            "public_body": lambda: self.env._(
                "%(size)s, not an SME: public bodies control %(percent)s %% of it. From 25 %% on "
                "that decides, whatever the figures are (Article 3(4)).",
                **values,
            ),
        }[facts["code"]]()

    # -- the group -------------------------------------------------------------------

    def _size_group_sentence(self, group, known):
        parts = []
        for key, relation, percent in group["members"]:
            parts.append(
                self._size_relation(
                    known[key][0] if key in known else self.env._("another organisation"),
                    relation,
                    percent,
                )
            )
        return self.env._("Counted in: %(list)s.", list="; ".join(parts))

    def _size_relation(self, name, relation, percent):
        values = {"name": name, "percent": self._size_percent(percent)}
        if relation == "linked":
            return self.env._("%(name)s (linked, in full)", **values)
        if relation == "partner":
            return self.env._("%(name)s (partner, %(percent)s %%)", **values)
        return self.env._("%(name)s (linked to a partner, %(percent)s %%)", **values)

    def _size_percent(self, percent):
        text = formatLang(self.env, float(percent), digits=4)
        point = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").decimal_point or "."
        return text.rstrip("0").rstrip(point)

    def _size_group_lines(self, year, group, known):
        """One line for each organisation whose figures the reader may see, one for the rest."""
        lines, hidden = [], []
        rows = group["years"].get(str(year), [])
        for (key, relation, percent), row in zip(group["members"], rows, strict=False):
            name, figures_too = known.get(key, ("", False))
            if not figures_too:
                hidden.append(row[:3])
                continue
            text = self.env._(
                "+ %(who)s: %(figures)s",
                who=self._size_relation(name, relation, percent),
                figures=self._size_figures([[value or 0, value is not None] for value in row[:3]]),
            )
            other_year = row[3] and row[3] != year
            if other_year or row[4]:
                text += " " + (
                    self.env._("(estimate for %(year)s)", year=str(row[3]))
                    if row[4]
                    else self.env._("(accounts of %(year)s)", year=str(row[3]))
                )
            lines.append(text)
        if hidden:
            lines.append(
                self.env._(
                    "+ %(count)s organisations together: %(figures)s",
                    count=str(len(hidden)),
                    figures=self._size_figures(self._size_sum(hidden)),
                )
                if len(hidden) > 1
                else self.env._(
                    "+ one other organisation: %(figures)s",
                    figures=self._size_figures(self._size_sum(hidden)),
                )
            )
        return lines

    def _size_figures(self, cells):
        """Three figures in EUR, each [what is known, whether that is all], in words."""
        (people, all_people), *money = cells
        euro = self.env["biginn.company.figure"]._euro()
        names = (self.env._("turnover"), self.env._("balance sheet total"))
        number = formatLang(self.env, people, digits=0 if people % 1 == 0 else 2)
        if all_people:
            parts = [self.env._("%(number)s people", number=number)]
        elif people:
            parts = [self.env._("at least %(number)s people", number=number)]
        else:
            parts = [self.env._("headcount not known")]
        for name, (amount, whole) in zip(names, money, strict=True):
            shown = format_amount(self.env, amount, euro)
            if whole:
                parts.append(f"{name} {shown}")
            elif amount:
                parts.append(
                    self.env._("%(figure)s at least %(amount)s", figure=name, amount=shown)
                )
            else:
                parts.append(self.env._("%(figure)s not known", figure=name))
        return "; ".join(parts)

    # -- a year ----------------------------------------------------------------------

    def _size_year_sentences(self, step, labels, group, known):
        year = str(step["year"])
        if step["gap"]:
            return [self.env._("%(year)s: nothing entered.", year=year)]
        verdict = self._size_verdict(step, labels, group, known)
        own = self._size_own_figures(step)
        if "together" not in step:
            return [
                self.env._(
                    "%(year)s: %(figures)s. Alone: %(verdict)s.",
                    year=year,
                    figures=own,
                    verdict=verdict,
                )
            ]
        return [
            self.env._("%(year)s, own figures: %(figures)s", year=year, figures=own),
            *self._size_group_lines(step["year"], group, known),
            self.env._(
                "= %(year)s together: %(figures)s. Alone: %(verdict)s.",
                year=year,
                figures=self._size_figures(step["together"]),
                verdict=verdict,
            ),
        ]

    def _size_verdict(self, step, labels, group, known):
        if step["low"] == step["high"]:
            return labels[step["low"]]
        return self.env._(
            "%(low)s to %(high)s, missing: %(missing)s",
            low=labels[step["low"]],
            high=labels[step["high"]],
            missing=", ".join(
                dict.fromkeys(
                    text
                    for name in step["missing"]
                    for text in self._size_missing_names(name, step, group, known)
                )
            ),
        )

    def _size_own_figures(self, step):
        if "headcount" not in step:
            return self.env._("nothing entered")
        return "; ".join(
            (
                self.env._(
                    "%(number)s people",
                    number=formatLang(
                        self.env, step["headcount"], digits=0 if step["headcount"] % 1 == 0 else 2
                    ),
                )
                if step["headcount"]
                else self.env._("headcount not known"),
                self._size_amount(self.env._("turnover"), step, "turnover"),
                self._size_amount(self.env._("balance sheet total"), step, "balance"),
            )
        )

    def _size_amount(self, name, step, key):
        amount = step[key]
        if amount is None:
            return self.env._("%(figure)s not known", figure=name)
        euro = self.env["biginn.company.figure"]._euro()
        currency = self.env["res.currency"].browse(step["currency_id"])
        if currency == euro:
            return f"{name} {format_amount(self.env, amount, euro)}"
        shown = format_amount(self.env, amount, currency)
        if not step["rate"]:
            return self.env._("%(figure)s %(amount)s, no exchange rate", figure=name, amount=shown)
        values = {
            "figure": name,
            "amount": shown,
            "rate": formatLang(self.env, step["rate"], digits=4),
            "currency": currency.name,
            "day": format_date(self.env, step["rate_date"]) if step["rate_date"] else "",
            "euro": format_amount(self.env, amount / step["rate"], euro),
        }
        if not values["day"]:
            return self.env._(
                "%(figure)s %(amount)s at %(rate)s %(currency)s per EUR, typed by hand, = %(euro)s",
                **values,
            )
        return self.env._(
            "%(figure)s %(amount)s at %(rate)s %(currency)s per EUR of %(day)s = %(euro)s",
            **values,
        )

    def _size_missing_names(self, name, step, group, known):
        """Whose figure is missing: one's own, then those of others as far as they may be named."""
        names = []
        if not self._size_is_known(name, step):
            names.append(self._size_missing_own(name, step))
        label = self._size_figure_label(name)
        rows = group.get("years", {}).get(str(step["year"]), [])
        for (key, *_relation), row in zip(group.get("members", []), rows, strict=False):
            if row[sme.FIGURES.index(name)] is None:
                names.append(
                    self.env._(
                        "%(figure)s of %(name)s",
                        figure=label,
                        name=known[key][0] if key in known else self.env._("another organisation"),
                    )
                )
        return names

    def _size_is_known(self, name, step):
        if name == "headcount":
            return bool(step.get("headcount"))
        if step.get(name) is None:
            return False
        euro = self.env["biginn.company.figure"]._euro()
        return not step[name] or step["currency_id"] == euro.id or bool(step["rate"])

    def _size_missing_own(self, name, step):
        if name != "headcount" and step.get(name) is not None:
            currency = self.env["res.currency"].browse(step["currency_id"])
            return self.env._(
                "exchange rate EUR/%(currency)s of %(day)s",
                currency=currency.name,
                day=format_date(self.env, step["date_end"]),
            )
        return self._size_figure_label(name)

    def _size_figure_label(self, name):
        return {
            "headcount": self.env._("headcount"),
            "turnover": self.env._("turnover"),
            "balance": self.env._("balance sheet total"),
        }[name]
