from odoo import models

from ..rules import portal_columns, profile_input


class BiginnPortalLine(models.AbstractModel):
    """Rows of an organisation's profile as a member types them in the portal.

    One reader for all kinds of rows: a model says in `_portal_columns` what its inputs take, and in
    `_portal_card` how a row is shown. What stands twice, its natural key tells.
    """

    _name = "biginn.portal.line"
    _description = "Row edited in the portal"
    _inherit = ["biginn.portal.form"]

    # -- what a model says of itself ---------------------------------------------------

    def _portal_columns(self):
        """Inputs of a row (rules.portal_columns.Column), in the member's language. Override."""
        raise NotImplementedError

    def _portal_card(self):
        """How others see one row: title, subtitle, badges, text, document. Override."""
        raise NotImplementedError

    def _portal_check(self, _values):
        """What is wrong with values that are each right alone: {column name: problem}."""
        return {}

    # -- what a form shows -------------------------------------------------------------

    def _portal_typed_columns(self):
        return [column for column in self._portal_columns() if column.kind != "file"]

    def _portal_mark(self):
        """Mark of what a form shows of this row."""
        self.ensure_one()
        columns = self._portal_typed_columns()
        return profile_input.fingerprint(*(self._portal_text(column) for column in columns))

    def _portal_row(self, key):
        """One row as the form shows it."""
        self.ensure_one()
        row = {column.name: self._portal_text(column) for column in self._portal_typed_columns()}
        row.update(key=key, id=str(self.id), remove="", seen=self._portal_mark())
        return row

    def _portal_blank_row(self, key):
        row = {column.name: column.empty for column in self._portal_typed_columns()}
        return {**row, "key": key, "id": "", "remove": "", "seen": ""}

    # -- from the form to a plan -------------------------------------------------------

    def _portal_plan(self, organisation, lines, rows):
        """Compare typed rows with the kept ones.

        :param str lines: the organisation's one2many
        :param rows: dicts with `key` (names the row in errors), `id` (empty for a new one),
            `remove`, `seen` (the mark of what the form showed), a text for each column, and for a
            file its `(name, content)`. Rows that are missing or still equal to their mark are left
            alone.
        :return: `(plan, errors)`; the plan is empty when there is nothing to do
        :rtype: tuple[dict, dict]
        """
        if len(rows) > profile_input.ROWS_MAX:
            return {}, {"form": self._portal_sentence("too_many", None)}
        kept = {row.id: row for row in organisation[lines]}
        columns = self._portal_columns()
        allowed = {column.name: self._portal_allowed(column) for column in columns}
        removed, written, created, errors = self.browse(), {}, [], {}
        for row in rows:
            current = kept.get(profile_input.read_id(row.get("id")), self.browse())
            if row.get("remove"):
                removed |= current
            elif not self._portal_is_untouched(row, columns):
                values, found = self._portal_check_row(organisation, row, current, allowed)
                errors.update({f"row-{row['key']}-{name}": text for name, text in found.items()})
                if found:
                    continue
                if not current:
                    created.append((row["key"], values))
                elif current._portal_differs(values):
                    written[current] = (row["key"], values)
        errors.update(self._portal_doubles(kept, removed, written, created))
        if errors or not (removed or written or created):
            return {}, errors
        return {
            "removed": removed,
            "written": {row: values for row, (_key, values) in written.items()},
            "created": [values for _key, values in created],
        }, {}

    def _portal_is_untouched(self, row, columns):
        if any(row.get(column.name) for column in columns if column.kind == "file"):
            return False
        columns = [column for column in columns if column.kind != "file"]
        typed = [profile_input.clean_text(row.get(column.name)) for column in columns]
        if not row.get("id"):
            blank = [column.empty for column in columns]
            return all(text in ("", empty) for text, empty in zip(typed, blank, strict=True))
        return bool(row.get("seen")) and row["seen"] == profile_input.fingerprint(*typed)

    def _portal_check_row(self, organisation, row, current, allowed):
        """Values of one touched row, and sentences against keeping them by column."""
        values, problems, sentences = {}, {}, {}
        columns = self._portal_columns()
        for column in columns:
            raw = row.get(column.name)
            if column.kind == "file":
                if raw:
                    values[column.name], sentence = organisation._biginn_read_upload(*raw)
                    if sentence:
                        sentences[column.name] = sentence
                continue
            # An archived choice may stay where it stands; it cannot be chosen anew.
            choices = allowed[column.name]
            if current and column.kind == "record":
                choices = choices | set(current[column.name].ids)
            values[column.name], problem = portal_columns.read(column, raw, choices)
            if problem:
                problems[column.name] = problem
        problems = problems or self._portal_check(values)
        if not problems and row.get("id") and not current:
            problems = {columns[0].name: "gone"}
        elif not problems and self._portal_conflicts(row, current, values):
            problems = {columns[0].name: "changed"}
        by_name = {column.name: column for column in columns}
        sentences.update(
            (name, self._portal_sentence(problem, by_name[name]))
            for name, problem in problems.items()
        )
        return values, sentences

    def _portal_conflicts(self, row, current, values):
        """Somebody else changed this row after the form was shown, and not to the same."""
        if not current or not row.get("seen") or row["seen"] == current._portal_mark():
            return False
        return current._portal_differs(values)

    def _portal_differs(self, values):
        """Whether these values would change the record."""
        return any(
            values.get(column.name)
            if column.kind == "file"
            else self._portal_text(column) != portal_columns.as_text(values[column.name])
            for column in self._portal_columns()
        )

    # -- what may stand once -----------------------------------------------------------

    def _portal_key_columns(self):
        return [column for column in self._portal_columns() if column.name in self._natural_key]

    def _portal_doubles(self, kept, removed, written, created):
        """Rows whose natural key would stand twice."""
        columns = self._portal_key_columns()
        owners, doubles = set(), {}
        for row in kept.values():
            if row not in removed and row not in written:
                owners.add(row._portal_cell())
        for key, values in [*written.values(), *created]:
            cell = tuple(portal_columns.as_text(values[column.name]) for column in columns)
            if cell in owners:
                name = columns[-1].name
                doubles[f"row-{key}-{name}"] = self._portal_sentence("twice", columns[-1])
            owners.add(cell)
        return doubles

    def _portal_cell(self):
        self.ensure_one()
        return tuple(self._portal_text(column) for column in self._portal_key_columns())

    # -- from the plan to the records --------------------------------------------------

    def _portal_apply(self, organisation_sudo, lines, plan):
        """Write a plan made by `_portal_plan` and return what it changed, in words: (old, new)."""
        removed_sudo = plan["removed"].sudo()
        written = {row.sudo(): values for row, values in plan["written"].items()}
        old = removed_sudo.union(*written)._portal_words()
        created = list(plan["created"])
        remade_sudo = self._portal_make_room(organisation_sudo[lines], removed_sudo, written)
        created += [written.pop(row_sudo) for row_sudo in remade_sudo]
        (removed_sudo | remade_sudo).unlink()
        changed_sudo = self.browse().sudo()
        for row_sudo, values in written.items():
            row_sudo.write(self._portal_vals(values))
            row_sudo._portal_keep_files(organisation_sudo, values)
            changed_sudo |= row_sudo
        for values in created:
            row_sudo = self.sudo().create(
                {**self._portal_vals(values), "partner_id": organisation_sudo.id}
            )
            row_sudo._portal_keep_files(organisation_sudo, values)
            changed_sudo |= row_sudo
        return old, changed_sudo._portal_words()

    def _portal_make_room(self, rows_sudo, removed_sudo, written):
        """Two rows may swap their places, which no order of updates survives.

        With a text in the key one of them steps aside for a moment. Without, the rows are returned
        to be made anew.
        """
        taken = {row_sudo._portal_cell() for row_sudo in rows_sudo - removed_sudo}
        columns = self._portal_key_columns()
        aside = next((c.name for c in columns if self._fields[c.name].type == "char"), None)
        remade_sudo = self.browse().sudo()
        for row_sudo, values in written.items():
            cell = tuple(portal_columns.as_text(values[column.name]) for column in columns)
            if cell == row_sudo._portal_cell() or cell not in taken:
                continue
            if aside:
                row_sudo.with_context(tracking_disable=True).write({aside: f"~{row_sudo.id}"})
            else:
                remade_sudo |= row_sudo
        # the ORM would write only where each row ends up
        rows_sudo.flush_recordset()
        return remade_sudo

    def _portal_vals(self, values):
        return {
            column.name: self._portal_to_write(column, values[column.name])
            for column in self._portal_typed_columns()
        }

    def _portal_keep_files(self, organisation_sudo, values):
        """Put checked documents in the place of those that stand; override for more than one."""
        for column in self._portal_columns():
            if column.kind == "file" and values.get(column.name):
                previous_sudo = self[column.name]
                self[column.name] = organisation_sudo._biginn_keep_upload_sudo(
                    values[column.name], self
                )
                previous_sudo.unlink()

    def _portal_words(self):
        """Rows as the chatter says them."""
        words = []
        for row in self:
            card = row._portal_card()
            line = " – ".join(part for part in (card["title"], card.get("subtitle")) if part)
            badges = [text for text, _class in card.get("badges", [])]
            if document := card.get("document"):
                badges.append(document["name"])
            line += f" ({', '.join(badges)})" if badges else ""
            line += f": {card['text']}" if card.get("text") else ""
            words.append(line)
        return "; ".join(words)
