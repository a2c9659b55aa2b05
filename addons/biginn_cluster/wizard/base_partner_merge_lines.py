from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo import api, models
from odoo.tools import SQL, mute_logger

_SKIPPED = ("create_uid", "create_date", "write_uid", "write_date", "id", "display_name")


class BasePartnerMerge(models.TransientModel):
    """Merging organisations loses nothing that hangs on them.

    Core moves rows by SQL and, where a unique constraint refuses one, deletes all of them. Here
    our rows are moved before core comes: what both have is kept as the destination has it, and
    what the other said stands in the chatter. Works for every `biginn.*` model of any addon; a
    model may say what else is to be done in `_biginn_before_merge(sources, destination)`,
    which returns sentences for the chatter.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        if extra_checks and self._biginn_addresses_may_differ(partner_ids):
            extra_checks = False
        return super()._merge(partner_ids, dst_partner, extra_checks)

    @api.model
    def _biginn_addresses_may_differ(self, partner_ids):
        """Core asks for one e-mail address, for nobody shall take over another's login.

        Two entries of one organisation rarely have the same; they have no login.
        """
        partners = self.env["res.partner"].with_context(active_test=False).browse(partner_ids)
        return self.env.user.has_group("biginn_cluster.group_manager") and all(
            partner.organisation_type and partner.is_company and not partner.sudo().user_ids
            for partner in partners.exists()
        )

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self.env.flush_all()
        (src_partners | dst_partner)._biginn_group_changed()
        counts, notes, changed = {}, [], []
        for model, columns in self._biginn_models():
            if hasattr(model, "_biginn_before_merge"):
                notes += model._biginn_before_merge(src_partners, dst_partner)
            for column in columns:
                moved, kept = self._biginn_move_all(model, column, src_partners, dst_partner)
                notes += kept
                changed.append((moved, column))
                if moved and column == "partner_id":
                    counts[model] = counts.get(model, 0) + len(moved)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        # not before everything has moved: what follows one column may be another that moves
        for records, column in changed:
            records.exists().modified([column])
        dst_partner._biginn_group_changed()
        self._biginn_log(src_partners, dst_partner, counts, notes)
        return result

    @api.model
    def _biginn_models(self):
        """Our models with the columns that name a contact."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not name.startswith("biginn.") or model._abstract or not model._auto:
                continue
            columns = [
                field.name
                for field in model._fields.values()
                if field.type == "many2one"
                and field.comodel_name == "res.partner"
                and field.store
                and field.column_type
                and not field.company_dependent
            ]
            if columns:
                # the wizard is the right to merge, whatever the rights on what moves along
                yield model.sudo().with_context(active_test=False, mail_notrack=True), columns

    @api.model
    def _biginn_move_all(self, model, column, src_partners, dst_partner):
        """(what was moved, sentences about what was not)."""
        notes, moved = [], model
        for source in src_partners:
            records = model.search([(column, "=", source.id)])
            if not records:
                continue
            refused = self._biginn_move(records, column, dst_partner)
            moved |= records - refused
            for record in refused:
                notes.append(self._biginn_settle(record, column, dst_partner))
        return moved, notes

    @api.model
    def _biginn_move(self, records, column, dst_partner):
        """Point the records to the destination; returns those that the database refuses."""
        records.flush_recordset()
        query = SQL(
            "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
            SQL.identifier(records._table),
            SQL.identifier(column),
            dst_partner.id,
            records.ids,
        )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.env.cr.execute(query)
        except IntegrityError:
            if len(records) == 1:
                return records
            refused = records.browse()
            for record in records:
                refused |= self._biginn_move(record, column, dst_partner)
            return refused
        records.invalidate_recordset()
        return records.browse()

    @api.model
    def _biginn_settle(self, record, column, dst_partner):
        """Both have it: keep the destination's with what hangs on the other; say what it said."""
        kept = self._biginn_counterpart(record, column, dst_partner)
        note = self._biginn_difference(record, kept)
        if kept:
            self._update_foreign_keys_generic(record._name, record, kept)
            self._update_reference_fields_generic(record._name, record, kept)
        record.unlink()
        return note

    @api.model
    def _biginn_counterpart(self, record, column, dst_partner):
        names = getattr(record, "_natural_key", ())
        if column not in names:
            return record.browse()
        domain = [(name, "=", record[name]) for name in names if name != column]
        domain = [
            (name, operator, value.id if isinstance(value, models.BaseModel) else value)
            for name, operator, value in domain
        ]
        return record.search([*domain, (column, "=", dst_partner.id)], limit=1)

    @api.model
    def _biginn_difference(self, record, kept):
        """What the record says that the one we keep does not, as one sentence."""
        parts = []
        for name, field in record._fields.items():
            if (
                name in _SKIPPED
                or not field.store
                or field.type in ("one2many", "many2many", "binary")
            ):
                continue
            if field.comodel_name == "res.partner" or not record[name]:
                continue
            if not kept or record[name] != kept[name]:
                label = field._description_string(self.env)
                parts.append(f"{label}: {self._biginn_in_words(record, name)}")
        what = f"{record._description}, {record.display_name}"
        if not parts:
            return self.env._("%(what)s: the same in both.", what=what)
        return self.env._(
            "%(what)s: kept as it was here; not taken over: %(values)s.",
            what=what,
            values="; ".join(parts),
        )

    @api.model
    def _biginn_in_words(self, record, name):
        field = record._fields[name]
        if field.type == "many2one":
            return record[name].display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(record[name], record[name])
        return str(record[name])

    @api.model
    def _biginn_log(self, src_partners, dst_partner, counts, notes):
        """Say in the chatter what came along and what did not."""
        if not counts and not notes:
            return
        lines = [
            self.env._("%(what)s: %(count)s taken over.", what=model._description, count=str(count))
            for model, count in counts.items()
        ]
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines + notes)
        head = self.env._(
            "Merged into this organisation: %(names)s",
            names=", ".join(partner.display_name or "" for partner in src_partners),
        )
        dst_partner._message_log(body=Markup("<p>%s</p><ul>%s</ul>") % (head, items))
