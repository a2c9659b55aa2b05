from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import AccessError, ValidationError

from ..rules import profile_input

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
PORTAL_WRITABLE = frozenset({"capability_ids", "profile_description", "website"})


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
        """Fields that a profile editor may change. Extend `_biginn_portal_plan` along with it."""
        return PORTAL_WRITABLE

    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        if self.env.su or self.env.user._is_internal():
            return True
        if operation == "write":
            return field.name in self._biginn_portal_writable_fields()
        # Fields every model has (id, display_name ...) come from no module.
        modules = field._modules or ("base",)
        ours = all(module.startswith("biginn_") for module in modules)
        return not ours or field.name in self._biginn_portal_readable_fields()

    def _biginn_portal_organisation(self):
        """The organisation this contact belongs to, empty when it belongs to none of ours."""
        organisation = self.commercial_partner_id
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

        :param dict values: new values as typed, by names of PORTAL_WRITABLE; `capability_ids` is a
            list of rows, see `biginn.capability._portal_plan`
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
        if plan["errors"] or not (plan["values"] or plan["capabilities"]):
            return {"errors": plan["errors"], "changed": []}
        try:
            # The checks above answer for the sudo; a colleague may still be faster than they.
            with self.env.cr.savepoint():
                changes = self._biginn_portal_apply_sudo(plan)
        except (IntegrityError, ValidationError):
            self.env.invalidate_all()
            sentence = self.env._(
                "Somebody else changed the profile at the same moment. Please save again."
            )
            return {"errors": {"form": sentence}, "changed": []}
        return {"errors": {}, "changed": [change["name"] for change in changes]}

    def _biginn_portal_plan(self, values, seen):
        """Check what was typed against what is kept, and say what is to be written."""
        plan = {"values": {}, "capabilities": {}, "errors": {}}
        readers = {
            "profile_description": lambda raw: profile_input.read_text(
                raw, profile_input.DESCRIPTION_MAX
            ),
            "website": profile_input.read_website,
        }
        for name, reader in readers.items():
            if name not in values:
                continue
            if seen.get(name) == profile_input.fingerprint(values[name]):
                continue
            value, problem = reader(values[name])
            kept = self[name] or ""
            if problem:
                plan["errors"][name] = self._biginn_portal_sentence(problem, name)
            elif value == kept:
                continue
            elif seen.get(name) and seen[name] != profile_input.fingerprint(kept):
                plan["errors"][name] = self.env._(
                    "A colleague has changed this meanwhile to: “%(text)s”. "
                    "Save again to replace it with yours.",
                    text=kept[:300],
                )
            else:
                plan["values"][name] = value or False
        if "capability_ids" in values:
            capabilities, errors = self.env["biginn.capability"]._portal_plan(
                self, values["capability_ids"]
            )
            plan["capabilities"] = capabilities
            plan["errors"].update(errors)
        return plan

    def _biginn_portal_sentence(self, problem, name):
        """A problem found by rules/profile_input in the member's language."""
        if problem == "too_long":
            limits = {
                "profile_description": profile_input.DESCRIPTION_MAX,
                "website": profile_input.WEBSITE_MAX,
            }
            limit = limits.get(name, profile_input.CAPABILITY_TEXT_MAX)
            return self.env._("This is too long: at most %(limit)s characters.", limit=limit)
        return {
            "website": self.env._(
                "This is not a web address. Write it like www.example.com or "
                "https://example.com/products."
            ),
            "website_scheme": self.env._("A web address starts with http:// or https://."),
            "trl": self.env._("Choose a level from 1 to 9, or leave it empty."),
            "domain": self.env._("Choose a technology domain from the list."),
            "work_kind": self.env._("Choose a kind of work from the list."),
            "twice": self.env._(
                "This domain and kind of work are listed twice. Change or remove one of them."
            ),
            "gone": self.env._(
                "A colleague has removed this capability meanwhile. Save again to list it anew."
            ),
            "changed": self.env._(
                "A colleague has changed this capability meanwhile. "
                "Save again to replace it with yours."
            ),
            "too_many": self.env._(
                "At most %(limit)s capabilities fit here.", limit=profile_input.ROWS_MAX
            ),
        }[problem]

    def _biginn_portal_apply_sudo(self, plan):
        """Write a checked plan and tell the chatter. Only `_biginn_portal_write` calls this."""
        # The note is read by staff: domains and kinds of work stand in the cluster's language.
        lang = self.env.company.sudo().partner_id.lang
        organisation_sudo = self.sudo().with_context(mail_notrack=True, lang=lang)
        changes = [
            {"name": name, "old": organisation_sudo[name] or "", "new": value or ""}
            for name, value in plan["values"].items()
        ]
        if plan["values"]:
            organisation_sudo.write(plan["values"])
        if plan["capabilities"]:
            old, new = organisation_sudo.env["biginn.capability"]._portal_apply(
                organisation_sudo, plan["capabilities"]
            )
            changes.append({"name": "capability_ids", "old": old, "new": new})
        self.env.flush_all()
        organisation_sudo._biginn_portal_log(changes, self.env.user.partner_id)
        return changes

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
