from odoo import models

from ..rules import profile_input


class BiginnCapability(models.Model):
    """Rows of the capability matrix as a member types them in the portal."""

    _inherit = "biginn.capability"

    def _portal_levels(self):
        """Technology readiness levels (Horizon 2020, General Annex G) in a member's words."""
        return [
            ("1", self.env._("1: basic principles observed")),
            ("2", self.env._("2: concept formulated")),
            ("3", self.env._("3: proof of concept")),
            ("4", self.env._("4: validated in the laboratory")),
            ("5", self.env._("5: validated in relevant surroundings")),
            ("6", self.env._("6: demonstrated in relevant surroundings")),
            ("7", self.env._("7: prototype in operation")),
            ("8", self.env._("8: complete and qualified")),
            ("9", self.env._("9: proven in operation")),
        ]

    def _portal_mark(self):
        """Mark of what a form shows of this row."""
        self.ensure_one()
        return profile_input.fingerprint(
            self.domain_id.id, self.work_kind_id.id, self.trl or "", self.description
        )

    def _portal_plan(self, organisation, rows):
        """Compare typed rows with the kept ones.

        :param rows: dicts with `key` (names the row in errors), `id` (empty for a new one),
            `domain_id`, `work_kind_id`, `trl`, `description`, `remove`, and `seen`, the mark of
            what the form showed. Rows that are missing or still equal to their mark are left alone.
        :return: `(plan, errors)`; the plan is empty when there is nothing to do
        :rtype: tuple[dict, dict]
        """
        if len(rows) > profile_input.ROWS_MAX:
            sentence = organisation._biginn_portal_sentence("too_many", "capability_ids")
            return {}, {"form": sentence}
        kept = {capability.id: capability for capability in organisation.capability_ids}
        choices = self._portal_choices()
        removed, written, created, problems = self.browse(), {}, [], {}
        for row in rows:
            current = kept.get(profile_input.read_id(row.get("id")), self.browse())
            if row.get("remove"):
                removed |= current
            elif not self._portal_is_untouched(row):
                values, found = self._portal_check_row(row, current, choices)
                if found:
                    problems[row["key"]] = found
                elif not current:
                    created.append((row["key"], values))
                elif current._portal_differs(values):
                    written[current] = (row["key"], values)
        problems.update(self._portal_doubles(kept, removed, written, created))
        if problems or not (removed or written or created):
            return {}, self._portal_errors(organisation, problems)
        return {
            "removed": removed,
            "written": {capability: values for capability, (_key, values) in written.items()},
            "created": [values for _key, values in created],
        }, {}

    def _portal_errors(self, organisation, problems):
        return {
            f"capability_ids.{key}.{column}": organisation._biginn_portal_sentence(code, column)
            for key, found in problems.items()
            for column, code in found.items()
        }

    def _portal_choices(self):
        return {
            name: set(self.env[self._fields[name].comodel_name].search([("active", "=", True)]).ids)
            for name in ("domain_id", "work_kind_id")
        }

    def _portal_is_untouched(self, row):
        typed = [row.get(name) for name in ("domain_id", "work_kind_id", "trl", "description")]
        if not row.get("id") and not any(profile_input.clean_text(value) for value in typed):
            return True
        return bool(row.get("seen")) and row["seen"] == profile_input.fingerprint(*typed)

    def _portal_check_row(self, row, current, choices):
        """Values of one touched row and what stands against keeping them, by column."""
        values, problems = self._portal_read_row(row, current, choices)
        if not problems and row.get("id") and not current:
            problems = {"domain_id": "gone"}
        elif not problems and self._portal_conflicts(row, current, values):
            problems = {"domain_id": "changed"}
        return values, problems

    def _portal_read_row(self, row, current, choices):
        """Values of one typed row and what is wrong with them, by column."""
        values, problems = {}, {}
        for name, problem in (("domain_id", "domain"), ("work_kind_id", "work_kind")):
            values[name] = profile_input.read_id(row.get(name))
            # An archived domain may stay where it stands; it cannot be chosen anew.
            if values[name] not in choices[name] | set(current[name].ids):
                problems[name] = problem
        values["trl"], problem = profile_input.read_trl(row.get("trl"))
        if problem:
            problems["trl"] = problem
        values["description"], problem = profile_input.read_text(
            row.get("description"), profile_input.CAPABILITY_TEXT_MAX
        )
        if problem:
            problems["description"] = problem
        return values, problems

    def _portal_conflicts(self, row, current, values):
        """Somebody else changed this row after the form was shown, and not to the same."""
        if not current or not row.get("seen") or row["seen"] == current._portal_mark():
            return False
        typed = profile_input.fingerprint(
            values["domain_id"], values["work_kind_id"], values["trl"] or "", values["description"]
        )
        return typed != current._portal_mark()

    def _portal_differs(self, values):
        """Whether these values would change the record."""
        return (
            self.domain_id.id != values["domain_id"]
            or self.work_kind_id.id != values["work_kind_id"]
            or self.trl != values["trl"]
            or (self.description or "") != values["description"]
        )

    def _portal_doubles(self, kept, removed, written, created):
        """Rows whose domain and kind of work would stand twice."""
        owners, doubles = {}, {}
        for capability in kept.values():
            if capability not in removed and capability not in written:
                owners[capability.domain_id.id, capability.work_kind_id.id] = True
        for key, values in [*written.values(), *created]:
            cell = (values["domain_id"], values["work_kind_id"])
            if cell in owners:
                doubles[key] = {"work_kind_id": "twice"}
            owners[cell] = True
        return doubles

    def _portal_apply(self, organisation_sudo, plan):
        """Write a plan made by `_portal_plan` and return what it changed, in words: (old, new)."""
        removed_sudo = plan["removed"].sudo()
        written = {capability.sudo(): values for capability, values in plan["written"].items()}
        touched_sudo = removed_sudo.union(*written)
        old = touched_sudo._portal_words()
        # Two rows may swap their places, which no order of updates survives: those are made new.
        rows_sudo = organisation_sudo.capability_ids
        taken = {(row_sudo.domain_id.id, row_sudo.work_kind_id.id) for row_sudo in rows_sudo}
        created = list(plan["created"])
        kept_sudo = self.browse().sudo()
        for row_sudo, values in written.items():
            cell = (values["domain_id"], values["work_kind_id"])
            if cell != (row_sudo.domain_id.id, row_sudo.work_kind_id.id) and cell in taken:
                removed_sudo |= row_sudo
                created.append(values)
            else:
                kept_sudo |= row_sudo
        removed_sudo.unlink()
        for row_sudo in kept_sudo:
            row_sudo.write(written[row_sudo])
        created_sudo = self.sudo().create(
            [{**values, "partner_id": organisation_sudo.id} for values in created]
        )
        return old, (kept_sudo | created_sudo)._portal_words()

    def _portal_words(self):
        """Rows as the chatter says them."""
        words = []
        for row in self:
            level = f" (TRL {row.trl})" if row.trl else ""
            text = f": {row.description}" if row.description else ""
            words.append(f"{row.domain_id.name} – {row.work_kind_id.name}{level}{text}")
        return "; ".join(words)
