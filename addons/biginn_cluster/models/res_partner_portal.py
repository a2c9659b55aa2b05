from psycopg2 import IntegrityError

from odoo import models, tools
from odoo.exceptions import AccessError, ValidationError

from ..rules import portal_columns, profile_input

# Fields of ours that a portal or public user may read on the contacts its record rules let it see.
# Anything else that a biginn addon puts on contacts stays shut until somebody lists it here.
PORTAL_READABLE = frozenset(
    {
        "big_science_field",
        "big_science_reference_ids",
        "big_science_short_name",
        "capability_ids",
        "certificate_ids",
        "change_request_ids",
        "cluster_membership_explanation",
        "cluster_membership_state",
        "cluster_staff_count",
        "eccp_registered_on",
        "eccp_registration",
        "eccp_url",
        "ecosystem_ids",
        "facility_ids",
        "figure_ids",
        "founded_year",
        "held_by_ids",
        "link_ids",
        "membership_ids",
        "nace_ids",
        "organisation_type",
        "product_ids",
        "profile_completeness",
        "profile_confirmed_on",
        "profile_description",
        "profile_editor",
        "profile_missing",
        "published_in_directory",
        "quality_label",
        "quality_label_until",
        "size_class",
        "size_explanation",
        "size_facts",
        "technology_domain_ids",
        "work_language_ids",
    }
)

# What a profile editor may change on its own organisation, through _biginn_portal_write() only.
# Legal name, VAT number, country, type and figures are never listed here: res_partner_guarded.py.
PORTAL_WRITABLE = frozenset(
    {
        "big_science_reference_ids",
        "capability_ids",
        "certificate_ids",
        "city",
        "ecosystem_ids",
        "email",
        "facility_ids",
        "founded_year",
        "nace_ids",
        "phone",
        "product_ids",
        "profile_description",
        "street",
        "street2",
        "website",
        "work_language_ids",
        "zip",
    }
)


class ResPartner(models.Model):
    """What members see and change of their own organisation in the portal.

    ================ ==== ======================================
    who              read write
    ================ ==== ======================================
    profile editor   yes  PORTAL_WRITABLE of own organisation
    sibling contact  yes  nothing
    stranger, public
    ================ ==== ======================================

    Portal users have no write access to contacts at all. `_biginn_portal_write` is the one door:
    it asks who is asking, checks every value, and writes in sudo.
    """

    _inherit = "res.partner"

    # ------------------------------------------------------------------
    # Who may see and change what
    # ------------------------------------------------------------------

    def _biginn_portal_readable_fields(self):
        """Our fields that members may read. Extend this where an addon adds one."""
        return PORTAL_READABLE

    def _biginn_portal_writable_fields(self):
        """Fields that a profile editor may change. A section of the page shows each of them."""
        return PORTAL_WRITABLE

    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        # asked a thousand times for a page: what is cheap to know comes first
        if operation == "read" and field.name not in self._biginn_portal_closed_fields():
            return True
        if self.env.su or self.env.user._is_internal():
            return True
        return operation == "write" and field.name in self._biginn_portal_writable_fields()

    @tools.ormcache()
    def _biginn_portal_closed_fields(self):
        """Our fields that members may not read."""
        # Fields every model has (id, display_name ...) come from no module.
        ours = {
            name
            for name, field in self._fields.items()
            if all(module.startswith("biginn_") for module in field._modules or ("base",))
        }
        return frozenset(ours - self._biginn_portal_readable_fields())

    def _biginn_portal_organisation(self):
        """The organisation this contact belongs to, empty when it belongs to none of ours."""
        if self != self.env.user.partner_id:
            organisation = self.commercial_partner_id
        else:
            # both in one reading: Odoo asks its rule on contacts anew each time, and this one
            # is known from the user
            organisation = self.browse(self.env.user.commercial_partner_id.id)
            (self | organisation).fetch(["commercial_partner_id", "is_company"])
        return organisation.filtered(lambda org: org.is_company and org.organisation_type)

    def _get_cannot_edit_profile_reason(self):
        """Why the current user may not change this organisation's profile; empty when it may."""
        self.ensure_one()
        member = self.env.user.partner_id
        if self != member._biginn_portal_organisation():
            return self.env._("You can only change the profile of your own organisation.")
        if not member.profile_editor:
            return self.env._(
                "Only the people your cluster has named as profile editors can change "
                "the profile of %(organisation)s.",
                organisation=self.name,
            )
        return ""

    # ------------------------------------------------------------------
    # The one door
    # ------------------------------------------------------------------

    def _biginn_portal_write(self, values, seen=None):
        """Change the own organisation's profile on behalf of the member who asks.

        :param dict values: new values as typed, by names of PORTAL_WRITABLE; a one2many's is a
            list of rows, see `biginn.portal.line._portal_plan`
        :param dict seen: marks (`profile_input.fingerprint`) of what the form showed for the plain
            fields. A field that still equals its mark was not touched and is left alone; one
            that somebody else changed meanwhile is not overwritten unseen.
        :return: `{"errors": {field: sentence}, "changed": [field]}`; with errors nothing is written
        :rtype: dict
        """
        self.ensure_one()
        reason = self._get_cannot_edit_profile_reason()
        if reason:
            raise AccessError(reason)
        if values.keys() - self._biginn_portal_writable_fields():
            raise AccessError(self.env._("Only your cluster can change this part of the profile."))
        plan = self._biginn_portal_plan(values, seen or {})
        if plan["errors"] or not (plan["values"] or plan["lines"]):
            return {"errors": plan["errors"], "changed": []}
        try:
            # The checks above answer for the sudo; a colleague may still be faster than they.
            with self.env.cr.savepoint():
                changes = self._biginn_portal_apply_sudo(plan)
        except ValidationError as error:
            self.env.invalidate_all()
            return {"errors": {"form": str(error)}, "changed": []}
        except IntegrityError:
            self.env.invalidate_all()
            sentence = self.env._(
                "Somebody else changed the profile at the same moment. Please save again."
            )
            return {"errors": {"form": sentence}, "changed": []}
        return {"errors": {}, "changed": [change["name"] for change in changes]}

    def _biginn_portal_plan(self, values, seen):
        """Check what was typed against what is kept, and say what is to be written."""
        plan = {"values": {}, "lines": {}, "errors": {}}
        columns = self._biginn_portal_columns()
        for name, typed in values.items():
            if name in columns:
                self._biginn_plan_field(columns[name], typed, seen.get(name), plan)
            elif self._fields[name].type == "one2many":
                lines = self.env[self._fields[name].comodel_name]
                todo, errors = lines._portal_plan(self, name, typed)
                plan["errors"].update(errors)
                if todo:
                    plan["lines"][name] = todo
            else:
                raise AccessError(self.env._("No section of the profile takes this."))
        return plan

    def _biginn_plan_field(self, column, typed, seen, plan):
        """One field of the organisation's own: put it, or what is wrong with it, into the plan."""
        if seen == profile_input.fingerprint(typed):
            return
        name, kept = column.name, self._portal_text(column)
        value, problem = portal_columns.read(column, typed, self._portal_allowed(column))
        problem = problem or self._biginn_portal_check(column, value)
        if problem:
            plan["errors"][name] = self._portal_sentence(problem, column)
        elif portal_columns.as_text(value) == kept:
            return
        elif seen and seen != profile_input.fingerprint(kept):
            plan["errors"][name] = self.env._(
                "A colleague has changed this meanwhile to: “%(text)s”. "
                "Save again to replace it with yours.",
                text=self._portal_display(column)[:300],
            )
        else:
            plan["values"][name] = value

    def _biginn_portal_check(self, column, _value):
        """What stands against a value that is right as such; the code of the problem."""
        # sudo: only whether there is a login. Whoever could change its address could then ask for
        # a new password.
        if column.name == "email" and self.sudo().with_context(active_test=False).user_ids:
            return "email_login"
        return ""

    def _biginn_portal_apply_sudo(self, plan):
        """Write a checked plan and tell the chatter. Only `_biginn_portal_write` calls this."""
        # The note is read by staff: domains and kinds of work stand in the cluster's language.
        lang = self.env.company.sudo().partner_id.lang
        organisation_sudo = self.sudo().with_context(mail_notrack=True, lang=lang)
        columns = {
            name: column
            for name, column in self._biginn_portal_columns().items()
            if name in plan["values"]
        }
        old = {name: organisation_sudo._portal_display(columns[name]) for name in columns}
        if columns:
            organisation_sudo.write(
                {
                    name: organisation_sudo._portal_to_write(column, plan["values"][name])
                    for name, column in columns.items()
                }
            )
        changes = [
            {"name": name, "old": old[name], "new": organisation_sudo._portal_display(column)}
            for name, column in columns.items()
        ]
        for name, todo in plan["lines"].items():
            rows = organisation_sudo.env[self._fields[name].comodel_name]
            before, after = rows._portal_apply(organisation_sudo, name, todo)
            changes.append({"name": name, "old": before, "new": after})
        self.env.flush_all()
        organisation_sudo._biginn_portal_log(changes, self.env.user.partner_id)
        return changes

    def _biginn_portal_confirm(self):
        """A profile editor says that the profile is right as it stands."""
        self.ensure_one()
        reason = self._get_cannot_edit_profile_reason()
        if reason:
            raise AccessError(reason)
        return self.action_confirm_profile()

    def _biginn_portal_missing(self):
        """What the profile lacks, what matters most first, each with the page that takes it."""
        self.ensure_one()
        return [
            {**item, "url": self._biginn_missing_url(item)}
            for item in self._biginn_profile_missing()
        ]

    def _biginn_missing_url(self, item):
        """Empty for what only the cluster enters."""
        elsewhere = {
            "figures": "/my/organisation/request/figures",
            "contact": "/my/organisation/team",
            "ecosystems": "/my/organisation/edit/fields",
            "nace": "/my/organisation/edit/fields",
            "languages": "/my/organisation/edit/fields",
        }
        if item["code"] in elsewhere:
            return elsewhere[item["code"]]
        if item["code"] in ("logo", "eccp", "cluster_staff", "science_field", "tender_portal"):
            return ""
        return f"/my/organisation/edit/{item['section']}"

    def _biginn_portal_log(self, changes, author):
        """One note with old and new values, so that each reader sees its own field labels."""
        model_fields = self.env["ir.model.fields"]
        tracking = []
        for change in changes:
            kind = "text" if self._fields[change["name"]].type == "text" else "char"
            tracking.append(
                {
                    "field_id": model_fields._get(self._name, change["name"]).id,
                    f"old_value_{kind}": change["old"],
                    f"new_value_{kind}": change["new"],
                }
            )
        self._message_log(
            body=self.env._("Changed by the member in the portal."),
            author_id=author.id,
            tracking_value_ids=[(0, 0, values) for values in tracking],
        )

    # ------------------------------------------------------------------
    # Core's own address pages (/my/account, /my/addresses)
    # ------------------------------------------------------------------

    def _get_frontend_writable_fields(self):
        """Members never rename their organisation or change its VAT number by an address form.

        Core would rename the parent company in sudo when `company_name` is posted.
        """
        names = super()._get_frontend_writable_fields()
        user = self.env.user
        if not user._is_public() and user.partner_id._biginn_portal_organisation():
            return names - {"company_name", "vat"}
        return names

    def _can_be_edited_by_current_customer(self, **kwargs):
        """A colleague with a login is a person, whatever address type its contact carries."""
        if not super()._can_be_edited_by_current_customer(**kwargs):
            return False
        member = self._get_current_partner(**kwargs)
        if self == member or not member._biginn_portal_organisation():
            return True
        return not self.sudo().with_context(active_test=False).user_ids

    def _biginn_address_guarded_values(self, member):
        """Values that core's address form must leave as they are when `member` submits it."""
        organisation = member._biginn_portal_organisation()
        if not self or not organisation:
            return {}
        guarded = {}
        if self == organisation:
            guarded["name"] = self.name or ""
            if self.country_id:
                guarded["country_id"] = str(self.country_id.id)
        if self != member:
            guarded["email"] = self.email or ""
        return guarded
