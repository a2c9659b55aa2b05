import re

from werkzeug.exceptions import NotFound

from odoo.http import request, route

from ..rules import profile_input
from ..rules.portal_columns import TICKED
from .portal import BiginnPortal

EDIT = "/my/organisation/edit"
# row-3-domain_id: third row of the section
ROW_KEY = re.compile(r"row-(\d{1,3})-([a-z_0-9]{1,64})")
MARKS = ("id", "remove", "seen")


class BiginnPortalSection(BiginnPortal):
    """The small page of one section, with one save."""

    @route(EDIT, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_organisation_edit(self, **_kw):
        return request.redirect(f"{EDIT}/about")

    @route(
        f"{EDIT}/<string:section>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_organisation_section(self, section, **_kw):
        organisation = self._own_organisation()
        if not organisation or organisation._get_cannot_edit_profile_reason():
            return request.redirect("/my/organisation")
        shown = self._section(organisation, section)
        return self._render_section(organisation, shown, self._form_of(organisation, shown))

    @route(
        f"{EDIT}/<string:section>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def my_organisation_section_save(self, section, **post):
        organisation = self._editable_organisation()
        shown = self._section(organisation, section)
        form = self._form_from(organisation, shown, post)
        if post.get("action") == "add" and shown.lines:
            focus = self._add_row(organisation, shown, form)
            return self._render_section(organisation, shown, form, focus=focus)
        values = {shown.lines: form["rows"]} if shown.lines else form["values"]
        result = organisation._biginn_portal_write(values, seen=form["seen"])
        if result["errors"]:
            self._refresh_marks(organisation, shown, form, result["errors"])
            return self._render_section(
                organisation, shown, form, result["errors"], status=422
            )
        outcome = "changed" if result["changed"] else "same"
        return request.redirect(f"/my/organisation?saved={outcome}#{shown.name}")

    # ------------------------------------------------------------------
    # What the page shows
    # ------------------------------------------------------------------

    def _section(self, organisation, name):
        section = organisation._biginn_portal_sections().get(name)
        if not section:
            raise NotFound()
        return section

    def _lines(self, organisation, section):
        return request.env[organisation._fields[section.lines].comodel_name]

    def _render_section(self, organisation, section, form, errors=None, focus=None, status=200):
        values = self._page_values(organisation)
        values.update(
            page_name="my_organisation_edit",
            section=section,
            sections=organisation._biginn_portal_sections().values(),
            form=form,
            errors=errors or {},
            focus=focus,
        )
        if section.lines:
            lines = self._lines(organisation, section)
            values["columns"] = lines._portal_columns()
            values["blank"] = lines._portal_blank_row("__KEY__")
            values["options"] = self._row_options(lines, organisation[section.lines])
            values["papers"] = self._papers(organisation, section, values["columns"])
        else:
            values["options"] = {
                column.name: organisation._portal_choices(column) for column in section.columns
            }
        return request.render("biginn_cluster.portal_edit_section", values, status=status)

    def _row_options(self, lines, kept):
        """Choices of each column; archived ones stay selectable where they already stand."""
        options = {}
        for column in lines._portal_columns():
            choices = lines._portal_choices(column)
            if column.kind == "record":
                known = {key for key, _label in choices}
                # sudo: names of what the member's own rows already show
                for record in kept.sudo()[column.name]:
                    if str(record.id) not in known:
                        choices.append((str(record.id), record.display_name))
            options[column.name] = choices
        return options

    def _papers(self, organisation, section, columns):
        """Documents that stand, by row: what a new file would replace."""
        if not any(column.kind == "file" for column in columns):
            return {}
        return {
            str(row.id): row._portal_card().get("document") for row in organisation[section.lines]
        }

    # ------------------------------------------------------------------
    # Form state
    # ------------------------------------------------------------------

    def _form_of(self, organisation, section):
        texts = {column.name: organisation._portal_text(column) for column in section.columns}
        form = {
            "values": texts,
            "seen": {name: profile_input.fingerprint(text) for name, text in texts.items()},
            "rows": [],
        }
        if section.lines:
            rows = organisation[section.lines]
            form["rows"] = [row._portal_row(str(index)) for index, row in enumerate(rows)]
            if not form["rows"]:
                self._add_row(organisation, section, form)
        return form

    def _form_from(self, organisation, section, post):
        """The form as it was posted; anything that is no text or has no name of ours is dropped."""
        texts = self._texts(post)
        form = {"values": {}, "rows": []}
        form["seen"] = {
            column.name: texts.get(f"seen-{column.name}", "") for column in section.columns
        }
        for column in section.columns:
            key = f"records-{column.name}" if column.kind == "records" else column.name
            # a browser leaves unticked boxes out: the mark tells that they were shown
            if key in texts or (column.kind in TICKED and f"seen-{column.name}" in texts):
                form["values"][column.name] = texts.get(key, "")
        if section.lines:
            form["rows"] = self._rows_from(self._lines(organisation, section), texts)
        return form

    def _rows_from(self, lines, texts):
        columns = lines._portal_columns()
        names = {column.name for column in columns} | set(MARKS)
        rows = {}
        for name, value in texts.items():
            match = ROW_KEY.fullmatch(name)
            if match and match[2] in names:
                rows.setdefault(int(match[1]), {})[match[2]] = value
        blank = dict.fromkeys([*MARKS, *(column.name for column in columns)], "")
        files = [column.name for column in columns if column.kind == "file"]
        return [
            {
                **blank,
                **row,
                **{name: self._file(f"row-{index}-{name}") for name in files},
                "key": str(index),
            }
            for index, row in sorted(rows.items())
        ]

    def _add_row(self, organisation, section, form):
        """Append an empty row and return its key."""
        key = str(max((int(row["key"]) for row in form["rows"]), default=-1) + 1)
        form["rows"].append(self._lines(organisation, section)._portal_blank_row(key))
        return key

    def _refresh_marks(self, organisation, section, form, errors):
        """After a conflict was shown, the next save may overwrite what the member has now seen."""
        for column in section.columns:
            if column.name in errors:
                kept = organisation._portal_text(column)
                form["seen"][column.name] = profile_input.fingerprint(kept)
        if not section.lines:
            return
        kept = {str(row.id): row for row in organisation[section.lines]}
        for row in form["rows"]:
            wrong = any(error.startswith(f"row-{row['key']}-") for error in errors)
            if row["id"] and not wrong:
                continue
            if row["id"] in kept:
                row["seen"] = kept[row["id"]]._portal_mark()
            else:
                row["id"] = row["seen"] = ""
