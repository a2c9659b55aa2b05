from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from odoo.addons.biginn_cluster.rules import portal_columns, profile_input

from .biginn_candidate_form import BOTH, ROLE_OF, STEP_OF

DAYS_MAX = 366
# What an address may fill in beforehand, besides the inputs of the first step.
CARRIED = ("country_ids", "date_from", "date_to")
BADGES = {
    "draft": "text-bg-light border",
    "submitted": "text-bg-info",
    "on_hold": "text-bg-info",
    "accepted": "text-bg-success",
    "refused": "text-bg-danger",
    "withdrawn": "text-bg-light border",
}


class BiginnCandidate(models.Model):
    """The applicant's door: every change from the portal passes one of the gates below.

    A profile editor acts for the whole organisation, everybody else for oneself. Each gate asks
    who asks, reads what was typed, and only then writes in sudo.
    """

    _inherit = "biginn.candidate"

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def _get_cannot_apply_reason(self):
        """Why this user may not act for this application; empty when nothing is in the way."""
        self.ensure_one()
        me = self.env.user.partner_id
        if self.partner_id != me._biginn_portal_organisation():
            return self.env._("You can only change applications of your own organisation.")
        if not me.profile_editor and self.contact_id != me:
            return self.env._(
                "Only %(person)s and the profile editors of %(organisation)s can change this "
                "application.",
                person=self.contact_id.name or "…",
                organisation=self.partner_id.name,
            )
        return ""

    def _get_cannot_change_reason(self):
        """The same for the form, which is open at times only."""
        reason = self._get_cannot_apply_reason()
        if not reason and not self._portal_is_open():
            reason = self.env._("The application has been sent: it cannot change just now.")
        return reason

    def _portal_check_access(self, reason):
        self.check_access("read")
        if reason:
            raise AccessError(reason)

    # ------------------------------------------------------------------
    # Begin
    # ------------------------------------------------------------------

    @api.model
    def _portal_prefill(self, raw):
        """What the address of the form says beforehand, as texts of its inputs; nonsense is left.

        :param raw: programme_id, role, is_virtual, country_ids, date_from, date_to, days
        """
        texts = {
            name: raw[name][:250]
            for name in ("programme_id", "role", "is_virtual", *CARRIED, "days")
            if isinstance(raw.get(name), str)
        }
        days, _problem = profile_input.read_number(texts.pop("days", ""))
        first, _problem = profile_input.read_date(texts.get("date_from"))
        if first and not texts.get("date_to") and 0 < days <= DAYS_MAX:
            # as many weeks as so many working days need
            texts["date_to"] = (first + timedelta(weeks=-(-days // 5))).isoformat()
        return texts

    @api.model
    def _portal_begin(self, texts):
        """Make the draft of an application from its first step.

        :return: (candidate, {input: sentence}); with errors there is none
        """
        me = self.env.user.partner_id
        organisation = me._biginn_portal_organisation()
        if not organisation:
            raise AccessError(self.env._("Your login is not tied to a member organisation."))
        step = self._portal_step_role()
        if not self._portal_programmes():
            return self.browse(), {"form": self.env._("No programme takes applications just now.")}
        blank = {column.name: "" for column in step.columns}
        values, errors = self._portal_read(step, {**blank, **texts})
        if errors:
            return self.browse(), errors
        role = values.pop("role")
        vals = {
            "programme_id": int(self._portal_programmes()[0][0]),
            "company_id": int(self._portal_clusters()[0][0]),
            "contact_id": me.id,
            **values,
            "partner_id": organisation.id,
            "role": "host" if role == "host" else "visitor",
            "domain_ids": [fields.Command.set(organisation.technology_domain_ids.ids)],
            "language_ids": [fields.Command.set(organisation.work_language_ids.ids)],
            "user_id": False,
        }
        # sudo: the gate; who asks and what was typed have been checked above
        candidate_sudo = self.sudo().create(vals)
        candidate_sudo._portal_set_role_sudo(role)
        candidate = candidate_sudo.sudo(False)
        # the rest of what an address carried is worth keeping where it is right
        carried = {name: texts[name] for name in CARRIED if texts.get(name)}
        if carried:
            candidate._portal_save("when", carried)
        return candidate, {}

    def _portal_set_role_sudo(self, wanted):
        """Make or drop the other half; the half one is looking at stays."""
        twin = self.twin_id
        if wanted == BOTH and not twin:
            other = "host" if self.role == "visitor" else "visitor"
            (vals,) = self.copy_data({"role": other, "user_id": self.user_id.id})
            vals.update(dict.fromkeys(ROLE_OF, False))
            twin = self.create(vals)
            if self.cv_id:
                twin._replace_cv(self.cv_id.copy({"res_id": twin.id}))
            self._store({"twin_id": twin.id})
            twin._store({"twin_id": self.id})
        elif wanted != BOTH:
            twin.unlink()
            if self.role != wanted:
                self.write({"role": wanted})

    # ------------------------------------------------------------------
    # Save
    # ------------------------------------------------------------------

    def _portal_save(self, name, texts, upload=None):
        """Keep what is right of one step, and say what is wrong with the rest.

        :param dict texts: what was typed, by input
        :param upload: (name, content) of a file that was sent
        :return: {input: sentence}; all other inputs are saved
        """
        self.ensure_one()
        self._portal_check_access(self._get_cannot_change_reason())
        step = self._portal_steps()[name]
        values, errors = self._portal_read(step, texts)
        # sudo: the gate; who asks and what was typed have been checked above
        halves_sudo = self._portal_halves().sudo()
        role = values.pop("role", "")
        for half_sudo in halves_sudo:
            vals = half_sudo._portal_changes(step, values)
            if vals:
                half_sudo.write(vals)
        if role:
            self.sudo()._portal_set_role_sudo(role)
        if upload and (sentence := self._portal_save_cv(halves_sudo, upload)):
            errors["cv_id"] = sentence
        return errors

    def _portal_changes(self, step, values):
        """The values of this half that differ from what stands."""
        columns = {column.name: column for column in step.columns}
        return {
            name: self._portal_to_write(columns[name], value)
            for name, value in values.items()
            if ROLE_OF.get(name, self.role) == self.role
            and self._portal_text(columns[name]) != portal_columns.as_text(value)
        }

    def _portal_save_cv(self, halves_sudo, upload):
        """Check the file and hang it on every half; the sentence about what is wrong with it."""
        document, sentence = self.partner_id._biginn_read_upload(*upload)
        if sentence:
            return sentence
        for half_sudo in halves_sudo:
            organisation_sudo = half_sudo.partner_id
            half_sudo._replace_cv(organisation_sudo._biginn_keep_upload_sudo(document, half_sudo))
        return ""

    def _portal_remove_cv(self):
        self.ensure_one()
        self._portal_check_access(self._get_cannot_change_reason())
        # sudo: the gate; who asks has been checked above
        for half_sudo in self._portal_halves().sudo().filtered("cv_id"):
            half_sudo._replace_cv(self.env["ir.attachment"])

    # ------------------------------------------------------------------
    # Send, withdraw, begin again
    # ------------------------------------------------------------------

    def _portal_send(self):
        """Send all open halves at once: sentences about what is in the way, nothing when sent."""
        self.ensure_one()
        if self.state == "submitted":  # a second click
            self._portal_check_access(self._get_cannot_apply_reason())
            return []
        self._portal_check_access(self._get_cannot_change_reason())
        missing = [label for labels in self._portal_missing().values() for label in labels]
        if missing:
            return [self.env._("Still to fill in: %(fields)s.", fields=", ".join(missing))]
        # sudo: the gate; the move itself asks what must hold, whoever moves
        halves_sudo = self._portal_halves().sudo()
        reasons = [half_sudo._get_cannot_move_reason("submitted") for half_sudo in halves_sudo]
        sentences = dict.fromkeys(
            line for reason in reasons if reason for line in reason.split("\n")
        )
        if not sentences:
            halves_sudo._move_to("submitted")
        return list(sentences)

    def _portal_withdraw(self, reason=""):
        """Take the application back: this half alone, for the other one may go on."""
        return self._portal_move("withdrawn", reason)

    def _portal_reopen(self):
        """Begin anew with what was written then."""
        return self._portal_move("draft")

    def _portal_move(self, target, reason=""):
        self.ensure_one()
        self._portal_check_access(self._get_cannot_apply_reason())
        text, _problem = profile_input.read_text(reason, 1000)
        if self.state == target:
            return ""
        # sudo: the gate; the move itself asks what must hold, whoever moves
        candidate_sudo = self.sudo()
        cannot = candidate_sudo._get_cannot_move_reason(target)
        if not cannot:
            candidate_sudo._move_to(target, decision_reason=text[:1000])
        return cannot or ""

    # ------------------------------------------------------------------
    # What the pages show
    # ------------------------------------------------------------------

    def _portal_rows(self):
        """One card each; two halves that still share their form share their card."""
        # sudo: reads at once what each card would read for itself; nothing of it is shown here
        self.sudo().fetch([*STEP_OF, "twin_id", "programme_id", "company_id"])
        shown = self.filtered(
            lambda half: (
                not (
                    half.twin_id in self
                    and half.role == "host"
                    and half._portal_is_open()
                    and half.twin_id._portal_is_open()
                )
            )
        )
        return [candidate._portal_row() for candidate in shown]

    def _portal_row(self):
        """What a card and the head of the page show, as plain values."""
        self.ensure_one()
        roles = dict(self._fields["role"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        role = self._portal_role()
        # sudo: two names that a member may not read by itself
        candidate_sudo = self.sudo()
        asked = self.state == "on_hold" and bool(self.question)
        return {
            "id": self.id,
            "name": self.name,
            "role": self.env._("Visitor and host") if role == BOTH else roles[role],
            "is_virtual": self.is_virtual,
            "programme": candidate_sudo.programme_id.name,
            "cluster": candidate_sudo.company_id.name,
            "person": self.contact_id.name or "",
            "date_from": self.date_from,
            "date_to": self.date_to,
            "state": self.state,
            "is_open": self._portal_is_open(),
            "label": self.env._("A question for you") if asked else states[self.state],
            "badge": "text-bg-warning" if asked else BADGES[self.state],
            "days_waiting": self.days_waiting if self.state in ("submitted", "on_hold") else 0,
            "next": self._portal_next_step(),
        }

    def _portal_next_step(self):
        """What happens next: who (you, us, nobody), the sentence, and where to go for it."""
        self.ensure_one()
        page = f"/my/candidates/{self.id}"
        # sudo: the cluster's name and the days its programme promises
        candidate_sudo = self.sudo()
        cluster = candidate_sudo.company_id.name
        if self.state == "draft":
            return {
                "who": "you",
                "sentence": self.env._("Finish the form and send it. Nothing has been sent yet."),
                "url": f"{page}/edit/{self._portal_next_page()}",
                "label": self.env._("Go on with the form"),
            }
        if self.state == "on_hold" and self.question:
            return {
                "who": "you",
                "sentence": self.env._("%(cluster)s has a question for you.", cluster=cluster),
                "url": f"{page}/edit/why",
                "label": self.env._("Answer in the form"),
            }
        sentences = {
            "submitted": lambda: self._portal_sentence_waiting(candidate_sudo, cluster),
            "on_hold": lambda: self.env._(
                "It waits. %(cluster)s comes back to you.", cluster=cluster
            ),
            "accepted": lambda: self.env._(
                "%(cluster)s looks for somebody who fits and writes to you.", cluster=cluster
            ),
            "refused": lambda: self.env._("Nothing more happens with this application."),
            "withdrawn": lambda: self.env._("You have withdrawn it. You can begin anew with it."),
        }
        who = "us" if self.state in ("submitted", "on_hold", "accepted") else "nobody"
        return {"who": who, "sentence": sentences[self.state](), "url": "", "label": ""}

    def _portal_sentence_waiting(self, candidate_sudo, cluster):
        promised = candidate_sudo.programme_id.answer_days
        if not promised or self.is_late:
            return self.env._("%(cluster)s reads it and answers you.", cluster=cluster)
        day = fields.Datetime.context_timestamp(self, self.submitted_on).date()
        return self.env._(
            "%(cluster)s reads it and answers you by %(date)s.",
            cluster=cluster,
            date=format_date(self.env, fields.Date.add(day, days=promised)),
        )

    def _portal_person(self):
        """Whom the application is about, as the profile says it."""
        self.ensure_one()
        person, organisation = self.contact_id, self.partner_id
        types = dict(organisation._fields["organisation_type"]._description_selection(self.env))
        me = self.env.user.partner_id
        return {
            "name": person.name or "",
            "function": person.function or "",
            "email": person.email or "",
            "phone": person.phone or "",
            "url": "/my/account" if person == me else "/my/organisation/team",
            "organisation": organisation.name,
            "type": types.get(organisation.organisation_type, ""),
            "country": organisation.country_id.name or "",
            "city": organisation.city or "",
            "website": organisation.website or "",
        }

    def _portal_summary(self):
        """What was written, step by step: [{step, title, rows: [(label, text)]}]."""
        summary = []
        for step in self._portal_steps().values():
            rows = []
            for column in step.columns:
                half = self._portal_half_for(column.name)
                if column.kind == "file" or column.name == "role" or not half:
                    continue
                text = half.sudo()._portal_words(column)
                rows.append((column.label, text))
            if rows:
                summary.append({"step": step.name, "title": step.title, "rows": rows})
        return summary

    def _portal_words(self, column):
        value = self[column.name]
        if column.kind == "date":
            return format_date(self.env, value) if value else ""
        if column.kind == "flag":
            return self.env._("Yes") if value else self.env._("No")
        if column.name == "contact_id":
            return value.name or ""
        return self._portal_display(column)
