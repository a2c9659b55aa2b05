from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.biginn_cluster.rules import portal_columns
from odoo.addons.biginn_cluster.rules.portal_columns import Column, Section

TEXT_MAX = 3000
CAPACITY_MAX = 500
BOTH = "both"
# Fields that only one half of an application has.
ROLE_OF = {"country_ids": "visitor", "host_offer": "host", "host_capacity": "host"}
SEND = "send"
# On which step a field that may be missing is filled in, in the order of the steps.
STEP_OF = {
    "contact_id": "role",
    "motivation": "why",
    "objectives": "why",
    "planned_activity_ids": "why",
    "date_from": "when",
    "date_to": "when",
    "host_offer": "host",
    "host_capacity": "host",
}
# Where a finding is mended, by the end of its rule's name.
FIX_URLS = {
    "_type": "/my/organisation/request",
    "_country": "/my/organisation/request",
    "_membership": "/my/membership",
}
FIX_STEPS = {"period": "when", "preferred_countries": "when", "capacity": "host", "cv": "person"}


class BiginnCandidate(models.Model):
    """The application as a form in steps: what each step asks, and how a field is shown and read.

    Who applies as both fills in one form for both halves.
    """

    _name = "biginn.candidate"
    _inherit = ["biginn.candidate", "biginn.portal.form"]

    # ------------------------------------------------------------------
    # The two halves
    # ------------------------------------------------------------------

    def _portal_halves(self):
        """This candidate and its twin, as far as the form is open for them."""
        halves = (self | self.twin_id).with_prefetch(self._prefetch_ids)
        return halves.filtered(lambda half: half._portal_is_open())

    def _portal_is_open(self):
        """Whether the applicant may change it: a draft, or one that is asked something."""
        return self.state == "draft" or (self.state == "on_hold" and bool(self.question))

    def _portal_half_for(self, name):
        """The half that has this field."""
        halves = self._portal_halves() or self
        role = ROLE_OF.get(name)
        return halves.filtered(lambda half: half.role == role)[:1] if role else self

    def _portal_role(self):
        roles = set((self._portal_halves() or self).mapped("role"))
        return BOTH if len(roles) > 1 else self.role

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def _portal_steps(self):
        """Steps by name, in order; of an application yet to begin only the first counts."""
        role = self._portal_role() if self else BOTH
        steps = [self._portal_step_role(), self._portal_step_why(), self._portal_step_when(role)]
        if role != "visitor":
            steps.append(self._portal_step_host())
        steps.append(self._portal_step_person())
        steps.append(Section(SEND, self.env._("Check and send")))
        return {step.name: step for step in steps}

    def _portal_step_role(self):
        columns = [
            Column("programme_id", "record", self.env._("Programme"), required=True),
            Column(
                "company_id",
                "record",
                self.env._("Cluster that looks after you"),
                required=True,
            ),
            Column("role", "choice", self.env._("You want to"), required=True),
            Column(
                "contact_id",
                "record",
                self.env._("Who takes part"),
                help=self.env._("Missing somebody? Add the person to your team first."),
                required=True,
            ),
            Column(
                "is_virtual", "flag", self.env._("Online only: nobody travels, nothing is paid")
            ),
        ]
        shut = self._portal_shut_columns()
        return Section(
            "role",
            self.env._("Who and what"),
            tuple(column for column in columns if column.name not in shut),
        )

    def _portal_shut_columns(self):
        """What need not be asked, or cannot be changed once it was sent."""
        shut = {
            name
            for name in ("programme_id", "company_id", "contact_id")
            if len(self._portal_choices(Column(name, "record"))) < 2
        }
        if self and any(half.state != "draft" for half in self | self.twin_id):
            shut |= {"programme_id", "company_id", "role", "is_virtual"}
        return shut

    def _portal_step_why(self):
        return Section(
            "why",
            self.env._("Why"),
            (
                Column(
                    "motivation",
                    "lines",
                    self.env._("Motivation"),
                    help=self.env._("Why do you want to take part?"),
                    limit=TEXT_MAX,
                ),
                Column(
                    "objectives",
                    "lines",
                    self.env._("Objectives"),
                    help=self.env._("What do you want to have in hand afterwards?"),
                    limit=TEXT_MAX,
                ),
                Column("purpose_ids", "records", self.env._("What you hope for")),
                Column("planned_activity_ids", "records", self.env._("What you would like to do")),
            ),
        )

    def _portal_step_when(self, role):
        columns = [
            Column("date_from", "date", self.env._("It suits from"), width=6),
            Column("date_to", "date", self.env._("It suits until"), width=6),
            Column("country_ids", "records", self.env._("Countries you would like to go to")),
            Column("domain_ids", "records", self.env._("Domains")),
            Column("language_ids", "records", self.env._("Languages you can work in")),
        ]
        if role == "host":
            columns = [column for column in columns if column.name != "country_ids"]
        return Section(
            "when",
            self.env._("When and where") if role != "host" else self.env._("When"),
            tuple(columns),
            help=self.env._("A wide period makes it easier to find somebody who fits."),
        )

    def _portal_step_host(self):
        return Section(
            "host",
            self.env._("What you offer"),
            (
                Column(
                    "host_offer",
                    "lines",
                    self.env._("Your offer as a host"),
                    help=self.env._("What can a visitor see, learn and use with you?"),
                    limit=TEXT_MAX,
                ),
                Column(
                    "host_capacity",
                    "number",
                    self.env._("Visitors at a time"),
                    low=1,
                    high=CAPACITY_MAX,
                    width=4,
                ),
            ),
        )

    def _portal_step_person(self):
        return Section(
            "person",
            self.env._("Person and CV"),
            (
                Column(
                    "cv_id",
                    "file",
                    self.env._("CV"),
                    help=self.env._(
                        "PDF, PNG or JPEG. Your cluster reads it, other candidates do not."
                    ),
                ),
            ),
        )

    # ------------------------------------------------------------------
    # Choices and texts
    # ------------------------------------------------------------------

    def _portal_choices(self, column):
        choices = {
            "programme_id": self._portal_programmes,
            "company_id": self._portal_clusters,
            "contact_id": self._portal_people,
            "role": self._portal_roles,
            "country_ids": self._portal_countries,
            "language_ids": self._portal_languages,
        }
        if column.name in choices:
            return choices[column.name]()
        return super()._portal_choices(column)

    def _portal_programmes(self):
        """Published programmes that have not ended, and the one that was chosen."""
        today = fields.Date.context_today(self)
        domain = Domain("published", "=", True) & (
            Domain("date_end", "=", False) | Domain("date_end", ">=", today)
        )
        # sudo: names of what the public page shows as well; members may not read programmes
        programmes_sudo = self.env["biginn.programme"].sudo().search(domain)
        programmes_sudo |= self.sudo().programme_id
        return [(str(programme.id), programme.name) for programme in programmes_sudo]

    def _portal_clusters(self):
        """The clusters the organisation belongs to, else the one that runs this portal."""
        organisation = self.partner_id or self.env.user.partner_id._biginn_portal_organisation()
        # sudo: the clusters' names; a member may not read companies
        companies_sudo = organisation.membership_ids.filtered(
            lambda membership: membership.state in ("active", "expiring", "upcoming")
        ).company_id.sudo()
        companies_sudo |= self.company_id.sudo()
        companies_sudo = companies_sudo or self.env.company.sudo()
        return [(str(company.id), company.name) for company in companies_sudo.sorted("name")]

    def _portal_people(self):
        """Profile editors apply for anybody of the team, others for themselves."""
        me = self.env.user.partner_id
        organisation = me._biginn_portal_organisation()
        people = organisation._biginn_team_people() if me.profile_editor else me
        people |= self.contact_id
        return [(str(person.id), person.name) for person in people]

    def _portal_roles(self):
        return [
            ("visitor", self.env._("Visit another organisation")),
            ("host", self.env._("Host visitors")),
            (BOTH, self.env._("Both")),
        ]

    def _portal_countries(self):
        """The programme's countries without the own one: an exchange crosses a border."""
        # sudo: which countries take part is on the public page as well
        countries = self.sudo().programme_id.country_ids - self.partner_id.country_id
        return [(str(country.id), country.name) for country in countries.sorted("name")]

    def _portal_languages(self):
        """What is installed comes first; of a language of many countries one entry is enough."""
        languages = self.env["res.lang"].with_context(active_test=False)
        return [
            (str(language.id), language.name)
            for language in languages.search(Domain.TRUE, order="active desc, name")
            if language.active or "_" not in (language.iso_code or "")
        ]

    def _portal_allowed(self, column):
        """What stands may stay, also when it can no longer be chosen."""
        allowed = super()._portal_allowed(column)
        if column.kind == "records":
            allowed |= set(self._portal_half_for(column.name)[column.name].ids)
        return allowed

    def _portal_text(self, column):
        if column.name == "role":
            return self._portal_role()
        half = self._portal_half_for(column.name)
        return super(BiginnCandidate, half)._portal_text(column) if half else ""

    def _portal_texts(self, step):
        return {
            column.name: self._portal_text(column)
            for column in step.columns
            if column.kind != "file"
        }

    def _portal_read(self, step, texts):
        """Values of the step's inputs that were sent, and sentences about those that are wrong."""
        values, errors = {}, {}
        for column in step.columns:
            if column.name not in texts:
                continue
            value, problem = portal_columns.read(
                column, texts[column.name], self._portal_allowed(column)
            )
            if problem:
                errors[column.name] = self._portal_sentence(problem, column)
            else:
                values[column.name] = value
        first = values.get("date_from", self.date_from)
        last = values.get("date_to", self.date_to)
        if first and last and first > last:
            values = {name: values[name] for name in values if name not in ("date_from", "date_to")}
            column = next(column for column in step.columns if column.name == "date_to")
            errors.setdefault("date_to", self._portal_sentence("dates", column))
        return values, errors

    # ------------------------------------------------------------------
    # What is still missing
    # ------------------------------------------------------------------

    def _portal_next_page(self):
        """The first step on which something is missing; the last one when nothing is."""
        missing = {name for half in self._portal_halves() for name in half._missing_fields()}
        return next((step for name, step in STEP_OF.items() if name in missing), SEND)

    def _portal_missing(self):
        """{step: labels of what is still to be filled in}, of all halves that are open."""
        missing = {name for half in self._portal_halves() for name in half._missing_fields()}
        found = {}
        for step in self._portal_steps().values():
            # in the words of the form, which are not always those of the office
            labels = [column.label for column in step.columns if column.name in missing]
            if labels:
                found[step.name] = labels
        return found

    def _portal_findings(self):
        """What the rules say about the halves, once each: dicts with a way to mend it."""
        # sudo: members may not read findings; what leaves is sentences about the own application
        halves_sudo = (self._portal_halves() or self).sudo()
        halves_sudo._refresh_findings()
        found = {}
        for row in halves_sudo.finding_ids:
            mendable = row.verdict in ("failed", "warning")
            found.setdefault(
                row.message,
                {
                    "verdict": row.verdict,
                    "message": row.message,
                    "source": row.source,
                    "reason": row.override_reason,
                    "url": self._portal_fix_url(row) if mendable else "",
                },
            )
        return sorted(found.values(), key=lambda row: row["verdict"] != "failed")

    def _portal_fix_url(self, row):
        if row.rule in FIX_STEPS:
            return f"/my/candidates/{self.id}/edit/{FIX_STEPS[row.rule]}"
        return next((url for end, url in FIX_URLS.items() if row.rule.endswith(end)), "")
