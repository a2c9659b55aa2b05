import re

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..rules import profile_input

# cap-3-domain_id: third row of the capability table
CAPABILITY_COLUMNS = ("domain_id", "work_kind_id", "trl", "description")
CAPABILITY_KEY = re.compile(rf"cap-(\d{{1,3}})-(id|remove|seen|{'|'.join(CAPABILITY_COLUMNS)})")
PLAIN_FIELDS = ("profile_description", "website")


class BiginnPortal(CustomerPortal):
    """My organisation: what others see, and for profile editors the form to change it."""

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @route("/my/organisation", type="http", auth="user", website=True, readonly=True)
    def my_organisation(self, saved="", **_kw):
        organisation = self._own_organisation()
        if not organisation:
            return request.render("biginn_cluster.portal_no_organisation", self._page_values())
        values = self._page_values(organisation)
        values["saved"] = saved if saved in ("changed", "same") else ""
        return request.render("biginn_cluster.portal_my_organisation", values)

    @route(
        "/my/organisation/edit",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_organisation_edit(self, **_kw):
        organisation = self._own_organisation()
        if not organisation or organisation._get_cannot_edit_profile_reason():
            return request.redirect("/my/organisation")
        return self._render_form(organisation, self._form_of(organisation))

    @route(
        "/my/organisation/edit", type="http", auth="user", website=True, methods=["POST"]
    )
    def my_organisation_save(self, **post):
        organisation = self._own_organisation()
        if not organisation or organisation._get_cannot_edit_profile_reason():
            raise Forbidden()
        form = self._form_from(post)
        if post.get("action") == "add":
            return self._render_form(organisation, form, focus=self._add_row(form))
        values = {name: form[name] for name in PLAIN_FIELDS if name in post}
        values["capability_ids"] = form["rows"]
        result = organisation._biginn_portal_write(values, seen=form["seen"])
        if result["errors"]:
            self._refresh_marks(organisation, form, result["errors"])
            return self._render_form(organisation, form, result["errors"], status=422)
        outcome = "changed" if result["changed"] else "same"
        return request.redirect(f"/my/organisation?saved={outcome}")

    # ------------------------------------------------------------------
    # What the pages show
    # ------------------------------------------------------------------

    def _own_organisation(self):
        """The member's organisation with the member's own rights, never in sudo."""
        user = request.env.user
        if not (user._is_portal() or user.has_group("biginn_cluster.group_staff")):
            return request.env["res.partner"]
        return user.partner_id.with_user(user)._biginn_portal_organisation()

    def _page_values(self, organisation=None):
        values = self._prepare_portal_layout_values()
        values["page_name"] = "my_organisation"
        # sudo: the two facts by which a member of the portal reaches the own cluster, and no
        # record that the page could read on from
        company_sudo = request.env.company.sudo()
        values["cluster"] = {"name": company_sudo.name, "email": company_sudo.email}
        if organisation:
            values["organisation"] = organisation
            values["memberships"] = self._memberships(organisation)
            values["cannot_edit_reason"] = organisation._get_cannot_edit_profile_reason()
            values["editors"] = request.env["res.partner"].search(
                [
                    ("commercial_partner_id", "=", organisation.id),
                    ("profile_editor", "=", True),
                ]
            )
        return values

    def _memberships(self, organisation):
        """Memberships with the cluster's name: a member may not read other companies itself.

        Which memberships these are, the member's own rights have decided.
        """
        states = dict(
            organisation.membership_ids._fields["state"]._description_selection(request.env)
        )
        return [
            {
                "cluster": membership.company_id.sudo().name,
                "state": membership.state,
                "label": states[membership.state],
                "date_end": membership.date_end,
            }
            for membership in organisation.membership_ids
            if membership.state != "draft"
        ]

    def _render_form(self, organisation, form, errors=None, focus=None, status=200):
        domains = request.env["biginn.technology.domain"].search([])
        kinds = request.env["biginn.work.kind"].search([])
        capabilities = organisation.capability_ids
        values = self._page_values(organisation)
        values.update(
            page_name="my_organisation_edit",
            form=form,
            errors=errors or {},
            focus=focus,
            # Archived choices stay selectable where they already stand.
            domains=domains | capabilities.domain_id,
            work_kinds=kinds | capabilities.work_kind_id,
            levels=request.env["biginn.capability"]._portal_levels(),
            limits={
                "profile_description": profile_input.DESCRIPTION_MAX,
                "capability": profile_input.CAPABILITY_TEXT_MAX,
            },
        )
        return request.render(
            "biginn_cluster.portal_edit_organisation", values, status=status
        )

    # ------------------------------------------------------------------
    # Form state: plain strings, so that whatever was typed comes back
    # ------------------------------------------------------------------

    def _form_of(self, organisation):
        form = {name: organisation[name] or "" for name in PLAIN_FIELDS}
        form["seen"] = {name: profile_input.fingerprint(form[name]) for name in PLAIN_FIELDS}
        form["rows"] = [
            {
                "key": str(index),
                "id": str(capability.id),
                "domain_id": str(capability.domain_id.id),
                "work_kind_id": str(capability.work_kind_id.id),
                "trl": str(capability.trl or ""),
                "description": capability.description or "",
                "remove": "",
                "seen": capability._portal_mark(),
            }
            for index, capability in enumerate(organisation.capability_ids)
        ]
        if not form["rows"]:
            self._add_row(form)
        return form

    def _form_from(self, post):
        """The form as it was posted; anything that is no text or has no name of ours is dropped."""
        texts = {name: value for name, value in post.items() if isinstance(value, str)}
        form = {name: texts.get(name, "") for name in PLAIN_FIELDS}
        form["seen"] = {name: texts.get(f"seen-{name}", "") for name in PLAIN_FIELDS}
        rows = {}
        for name, value in texts.items():
            if match := CAPABILITY_KEY.fullmatch(name):
                rows.setdefault(int(match[1]), {})[match[2]] = value
        blank = dict.fromkeys(("id", "remove", "seen", *CAPABILITY_COLUMNS), "")
        form["rows"] = [
            {**blank, **row, "key": str(index)} for index, row in sorted(rows.items())
        ]
        return form

    def _add_row(self, form):
        """Append an empty row and return its key."""
        key = str(max((int(row["key"]) for row in form["rows"]), default=-1) + 1)
        blank = dict.fromkeys(("id", "remove", "seen", *CAPABILITY_COLUMNS), "")
        form["rows"].append({**blank, "key": key})
        return key

    def _refresh_marks(self, organisation, form, errors):
        """After a conflict was shown, the next save may overwrite what the member has now seen."""
        for name in PLAIN_FIELDS:
            if name in errors:
                form["seen"][name] = profile_input.fingerprint(organisation[name] or "")
        kept = {str(capability.id): capability for capability in organisation.capability_ids}
        for row in form["rows"]:
            names = [f"capability_ids.{row['key']}.{column}" for column in CAPABILITY_COLUMNS]
            if row["id"] and not any(name in errors for name in names):
                continue
            if row["id"] in kept:
                row["seen"] = kept[row["id"]]._portal_mark()
            else:
                row["id"] = row["seen"] = ""
