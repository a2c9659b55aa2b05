"""What the program keeps to itself, by the doors of Odoo that a check of values does not see."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestGuardedFields(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.new_exchange()
        cls.dollar = cls.env.ref("base.USD")
        # of a record that staff have no right to see
        parameter = cls.env["ir.config_parameter"].search([], limit=1)
        cls.secret = cls.env["ir.attachment"].create(
            {
                "name": "secret.txt",
                "raw": b"Nobody's business",
                "res_model": parameter._name,
                "res_id": parameter.id,
            }
        )
        cls.applicant = {
            "programme_id": cls.programme.id,
            "partner_id": cls.visiting_org.id,
            "role": "visitor",
        }

    def stay(self):
        days = {"date_start": "2023-06-05", "date_end": "2023-06-09"}
        return {**self.exchange.copy_data()[0], **days}

    def test_defaults_of_a_call_and_of_a_user(self):
        """A default in the context, or kept by a user, sets no figure and no confirmation."""
        honest = self.env["biginn.exchange"].with_user(self.staff).create(self.stay())
        forged = {
            "lump_sum": 99999.0,
            "working_days": 300,
            "is_paid_here": not honest.is_paid_here,
            "currency_id": self.dollar.id,
            "visiting_country_id": self.spain.id,
            "bank_confirmed_number": "DK5000400440116243",
            "bank_confirmed_by_id": self.manager.id,
            "submitted_on": "2020-01-01",
            "completed_on": "2020-01-01",
            "stay_facts": {"days_before": 1},
            "is_imported": True,
            "package_uuid": "0b0f7d3e-0000-4000-8000-000000000000",
            "counts_for_kpi": True,
        }
        exchanges = self.env["biginn.exchange"].with_user(self.staff)
        context = {f"default_{name}": value for name, value in forged.items()}
        made = exchanges.with_context(**context).create(self.stay())
        for name, value in forged.items():
            self.env["ir.default"].sudo().set(made._name, name, value, user_id=self.staff.id)
        made |= exchanges.create(self.stay())
        self.assertEqual(set(made.mapped("state")), {"draft"})
        for name in forged:
            for exchange in made.sudo():
                with self.subTest(name=name):
                    self.assertEqual(exchange[name], honest.sudo()[name])

    def test_answers_of_matches_are_not_defaults(self):
        candidates = self.env["biginn.candidate"].with_user(self.staff)
        forged = candidates.with_context(
            default_decided_on="2020-01-01", default_decision_reason="Because"
        ).create(dict(self.applicant))
        self.assertFalse(forged.decided_on or forged.decision_reason)
        answers = self.env["biginn.match"].with_user(self.staff)
        values = answers.with_context(
            default_visitor_answer="yes", default_host_answer="yes", default_score=100
        ).default_get(["visitor_answer", "host_answer", "score", "state", "proposed_by_id"])
        self.assertEqual(values.pop("proposed_by_id"), self.staff.id)
        self.assertEqual(values, {"visitor_answer": "pending", "host_answer": "pending"})

    def test_no_file_of_others_by_its_number(self):
        """The number of any file in the database must not open that file."""
        with self.assertRaises(AccessError):
            self.secret.with_user(self.staff).check_access("read")
        candidates = self.env["biginn.candidate"].with_user(self.staff)
        for context, values in (
            ({"default_cv_id": self.secret.id}, {}),
            ({}, {"cv_id": self.secret.id}),
        ):
            candidate = candidates.with_context(**context).create({**self.applicant, **values})
            self.assertFalse(candidate.cv)
        self.walk(self.exchange, "reporting")
        evidence = self.env["biginn.exchange.evidence"].with_user(self.staff)
        proof = {"exchange_id": self.exchange.id, "kind": "photo"}
        for context, values in (
            ({}, {"attachment_id": self.secret.id}),
            ({"default_attachment_id": self.secret.id}, {}),
        ):
            made = evidence.with_context(**context).create({**proof, **values})
            self.assertFalse(made.paper)
        with self.assertRaises(UserError):
            made.write({"attachment_id": self.secret.id})

    def test_accepted_evidence_keeps_its_file(self):
        """Nobody accepts one file and leaves another one in its place."""
        self.walk(self.exchange, "reporting")
        evidence = self.new_evidence(self.exchange)
        file = evidence.attachment_id.with_user(self.staff)
        file.write({"name": "Boarding pass.pdf"})
        evidence.with_user(self.staff).action_accept()
        for attempt in (
            lambda: file.write({"raw": b"%PDF-1.4 another"}),
            lambda: file.write({"datas": base64.b64encode(b"%PDF-1.4 another")}),
            lambda: file.write({"res_id": 0}),
            file.unlink,
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        self.assertTrue(evidence.attachment_id)

    def test_one_office_does_not_sign_for_all_four(self):
        """It names who signs for a party: somebody of that party, and not itself."""
        self.walk(self.exchange, "signing")
        for signature in self.exchange.signature_ids:
            mine = signature.with_user(self.staff)
            if signature.role == "visiting_partnership":
                mine.signer_id = self.staff.partner_id
                continue
            with self.subTest(role=signature.role), self.assertRaises(UserError):
                mine.signer_id = self.staff.partner_id
        mine.action_show_link()
        log = self.exchange.message_ids[0].body
        self.assertIn(self.staff.name, log, "who has had the link in hand")

    def test_nothing_moves_into_what_others_run(self):
        """A row of one's own, given to an exchange of another cluster: their plan and proof."""
        theirs = self.new_exchange(
            user=self.other_manager,
            company_id=self.other_company.id,
            visiting_id=self.host_org.id,
            host_id=self.visiting_org.id,
            visiting_partnership_id=self.other_company.partner_id.id,
            host_partnership_id=self.cluster_company.partner_id.id,
        )
        self.walk(theirs, "ready")
        self.build(self.exchange)
        leg = {"exchange_id": self.exchange.id, "km": 20, "people": 1}
        leg["mode_id"] = self.env["biginn.travel.mode"].search([], limit=1).id
        rows = [
            self.exchange.day_ids[0],
            self.env["biginn.exchange.travel"].with_user(self.staff).create(leg),
        ]
        self.walk(self.exchange, "ready")
        rows.append(self.new_evidence(self.exchange))
        for row in rows:
            self.assertTrue(row.with_user(self.staff).has_access("write"))
            with self.subTest(model=row._name), self.assertRaises(AccessError):
                row.with_user(self.staff).write({"exchange_id": theirs.id})
        declarations = self.env["biginn.de.minimis.declaration"].sudo()
        mine, other = (
            declarations.create({"partner_id": self.visiting_org.id, "company_id": company.id})
            for company in (self.cluster_company, self.other_company)
        )
        aid = self.env["biginn.de.minimis.aid"].with_user(self.staff)
        aid = aid.create(
            {
                "declaration_id": mine.id,
                "granted_on": "2023-01-01",
                "authority": "Agency",
                "amount": 1000,
            }
        )
        with self.assertRaises(AccessError):
            aid.declaration_id = other.id

    def test_nobody_moves_a_record_into_anothers_cluster(self):
        candidate = self.env["biginn.candidate"].with_user(self.staff).create(dict(self.applicant))
        away = {"company_id": self.other_company.id}
        elsewhere = {**away, "visiting_partnership_id": self.host_org.id}
        for record, values in ((self.exchange, elsewhere), (candidate, away)):
            with self.subTest(record=record), self.assertRaises(UserError):
                record.with_user(self.staff).write(values)
