"""The same thing at the same moment by two: one result, and nothing of the other one's lost."""

import base64

from odoo.tests import tagged

from ..rules import package, signing
from .package_common import PackageCommon
from .parallel_common import ParallelCommon


@tagged("post_install", "-at_install")
class TestParallel(ParallelCommon):
    @classmethod
    def make(cls):
        cls.second = cls.new_user("second", "biginn_cluster.group_manager")
        cls.open_payout()
        cls.stays = {}
        for name, state in [
            ("validate", "draft"),
            ("ask", "validated"),
            ("last_two", "signing"),
            ("same_one", "signing"),
            ("agreement", "signing"),
            ("cancel", "signing"),
            ("complete", "reporting"),
            ("judge", "reporting"),
            ("bill", "completed"),
            ("pay", "completed"),
            ("night", "signing"),
        ]:
            exchange = cls.new_exchange()
            cls.stays[name] = cls.walk(exchange, state) if state != "draft" else exchange
        once = cls.new_programme(code="ONCE", visit_once_per="organisation")
        for name in ("once", "once_more"):
            cls.stays[name] = cls.new_exchange(programme_id=once.id)
        cls.build(cls.stays["ask"])
        cls.sign(cls.stays["last_two"], "visitor", "visiting_partnership")
        cls.sign(cls.stays["agreement"], kind="commitment")
        cls.sign(cls.stays["night"], kind="commitment")
        cls.sign(cls.stays["night"], "visitor", kind="agreement")
        cls.close(cls.stays["complete"])
        report = cls.stays["judge"].report_ids.filtered(lambda one: one.side == "visitor")
        report.write(cls.ANSWERS)
        report.action_submit()
        cls.give_account(cls.stays["bill"])
        cls.bill = cls.make_bill(cls.stays["pay"])
        cls.bank_journal(cls.cluster_company)

    def stay(self, env, name, user=None):
        return env["biginn.exchange"].with_user(user or self.staff.id).browse(self.stays[name].id)

    def both(self, name, method, *values):
        """Two of the office press one button."""
        return self.race(
            lambda env: getattr(self.stay(env, name), method)(*values),
            lambda env: getattr(self.stay(env, name, self.second.id), method)(*values),
        )

    def signing(self, name, role, kind="commitment"):
        def act(env):
            signature = env["biginn.signature"].search(
                [
                    ("exchange_id", "=", self.stays[name].id),
                    ("role", "=", role),
                    ("kind", "=", kind),
                    ("state", "!=", "void"),
                ]
            )
            signature._sign(f"Signer of the {role}")

        return act

    def test_validating_twice(self):
        self.assertFalse(self.refused(self.both("validate", "action_validate")))
        with self.look() as env:
            exchange = self.stay(env, "validate")
            self.assertEqual((exchange.state, exchange.lump_sum), ("validated", 560))
            rules = exchange.finding_ids.mapped("rule")
            self.assertEqual(len(rules), len(set(rules)))

    def test_two_first_visits(self):
        """One visit per organisation: of two validated at once one is refused."""
        outcomes = self.race(
            lambda env: self.stay(env, "once").action_validate(),
            lambda env: self.stay(env, "once_more", self.second.id).action_validate(),
        )
        self.assertEqual(len(self.refused(outcomes)), 1)
        with self.look() as env:
            states = {self.stay(env, name).state for name in ("once", "once_more")}
            self.assertEqual(states, {"draft", "validated"})

    def test_asking_for_signatures_twice(self):
        self.assertFalse(self.refused(self.both("ask", "action_request_signatures")))
        with self.look() as env:
            exchange = self.stay(env, "ask")
            self.assertEqual(exchange.state, "signing")
            self.assertEqual(len(exchange.document_ids), 1)
            self.assertEqual(
                sorted(exchange.signature_ids.mapped("role")),
                sorted(signing.PARTIES["commitment"]),
            )

    def test_the_last_two_sign_at_once(self):
        results = self.race(
            self.signing("last_two", "host"), self.signing("last_two", "host_partnership")
        )
        self.assertFalse(self.refused(results))
        with self.look() as env:
            exchange = self.stay(env, "last_two").sudo()
            papers = {paper.kind: paper for paper in exchange.document_ids}
            self.assertEqual(papers["commitment"].state, "complete")
            self.assertEqual(set(papers["commitment"].signature_ids.mapped("state")), {"signed"})
            self.assertEqual(len(exchange.document_ids), 2, "one agreement follows")
            self.assertEqual(len(papers["agreement"].signature_ids), 2)
            self.assertEqual(exchange.missing_signature_count, 2)

    def test_one_signature_twice(self):
        """A second click, or the same link on two screens: one signature, and whose it is stays."""
        results = self.race(self.signing("same_one", "host"), self.signing("same_one", "host"))
        self.assertEqual(len(self.refused(results)), 1)
        with self.look() as env:
            exchange = self.stay(env, "same_one").sudo()
            signed = exchange.signature_ids.filtered(lambda one: one.state == "signed")
            self.assertEqual(signed.mapped("role"), ["host"])
            said = [one for one in exchange.message_ids if "Signer of the host" in (one.body or "")]
            self.assertEqual(len(said), 1)

    def test_both_sign_the_agreement(self):
        results = self.race(
            self.signing("agreement", "visitor", "agreement"),
            self.signing("agreement", "visiting_partnership", "agreement"),
        )
        self.assertFalse(self.refused(results))
        with self.look() as env:
            exchange = self.stay(env, "agreement").sudo()
            self.assertEqual(set(exchange.document_ids.mapped("state")), {"complete"})
            # its days are past: it goes on by itself as far as it can, once
            self.assertEqual(exchange.state, "reporting")
            sides = exchange.report_ids.mapped("side")
            self.assertEqual(sorted(sides), ["host", "visitor"])

    def test_signing_while_it_is_called_off(self):
        """Whoever comes first: no paper that waits for anybody in an exchange called off."""
        results = self.race(
            self.signing("cancel", "host"),
            lambda env: self.stay(env, "cancel").action_cancel("The host is ill"),
        )
        self.assertFalse(isinstance(results[1], Exception))
        with self.look() as env:
            exchange = self.stay(env, "cancel").sudo()
            self.assertEqual(exchange.state, "cancelled")
            self.assertNotIn("open", exchange.document_ids.mapped("state"))
            self.assertNotIn("pending", exchange.signature_ids.mapped("state"))

    def test_completing_twice(self):
        self.assertFalse(self.refused(self.both("complete", "action_complete")))
        with self.look() as env:
            exchange = self.stay(env, "complete")
            self.assertEqual(exchange.state, "completed")

    def test_validating_a_report_while_it_is_returned(self):
        """One decision stands, the other is told so."""

        def decide(method, *values):
            def act(env):
                report = self.stay(env, "judge", self.second.id).report_ids.filtered(
                    lambda one: one.side == "visitor"
                )
                return getattr(report, method)(*values)

            return act

        self.race(decide("action_validate"), decide("action_return", "Say more"))
        with self.look() as env:
            report = self.stay(env, "judge").report_ids.filtered(lambda one: one.side == "visitor")
            self.assertIn(report.state, ("validated", "returned"))
            self.assertEqual(report.state == "returned", report.remarks == "Say more")

    def test_two_bills_at_once(self):
        results = self.race(
            *(
                lambda env: self.stay(env, "bill", 1).sudo().action_create_bill()
                for _contestant in range(3)
            )
        )
        self.assertFalse(self.refused(results))
        with self.look() as env:
            bills = env["account.move"].search([("biginn_exchange_id", "=", self.stays["bill"].id)])
            self.assertEqual(len(bills), 1)
            self.assertEqual(self.stay(env, "bill").sudo().bill_id, bills)

    def test_paying_while_the_cron_looks(self):
        def pay(env):
            bill = env["account.move"].browse(self.bill.id)
            wizard = env["account.payment.register"].with_context(
                active_model="account.move", active_ids=bill.ids
            )
            journal = env["account.journal"].search(
                [("code", "=", "PAYS"), ("company_id", "=", bill.company_id.id)]
            )
            wizard.with_company(bill.company_id).create(
                {"journal_id": journal.id}
            )._create_payments()

        def look_after(env):
            stays = env["biginn.exchange"].browse(self.stays["pay"].id)
            stays._follow_payment()
            stays._advance()

        self.assertFalse(self.refused(self.race(pay, look_after, look_after)))
        with self.look() as env:
            exchange = self.stay(env, "pay").sudo()
            self.assertEqual(exchange.state, "paid")
            self.assertEqual(exchange.bill_id.payment_state, "paid")
            self.assertTrue(exchange.counts_for_kpi)

    def test_the_last_signature_while_the_night_job_runs(self):
        """The job moves what is due; the signature that makes it due comes at the same moment."""

        def night(env):
            env["biginn.exchange"].browse(self.stays["night"].id)._advance()

        results = self.race(
            self.signing("night", "visiting_partnership", "agreement"), night, night
        )
        self.assertFalse(self.refused(results))
        with self.look() as env:
            exchange = self.stay(env, "night").sudo()
            self.assertEqual(exchange.state, "reporting")
            self.assertEqual(len(exchange.report_ids), 2, "asked for once on each side")


@tagged("post_install", "-at_install")
class TestParallelClusters(ParallelCommon, PackageCommon):
    @classmethod
    def make(cls):
        cls.far.email = "office@far.example.com"
        cls.second = cls.new_user("second", "biginn_cluster.group_manager")
        cls.accept_far()
        cls.sent = cls.sendable()
        cls.asked = cls.sendable()
        cls.asked.action_ask_confirmation()
        cls.key = cls.env["biginn.package.key"].search(
            [("company_id", "=", cls.cluster_company.id)]
        )

    def test_one_file_imported_twice(self):
        content = base64.b64encode(self.far_file())

        def take(user):
            def act(env):
                wizard = env["biginn.exchange.import"].with_user(user.id).create({"file": content})
                wizard.action_read()
                return wizard.action_import()["res_id"]

            return act

        results = self.race(take(self.staff), take(self.second))
        self.assertEqual(len(self.refused(results)), 1, "told that it is in already")
        with self.look() as env:
            [exchange] = env["biginn.exchange"].search([("is_imported", "=", True)])
            self.assertEqual(len(exchange.package_ids), 1)
            self.assertEqual(len(exchange.day_ids), 1)
            self.assertEqual(env["res.partner"].search_count([("name", "=", "Visitor UAB")]), 1)

    def test_one_exchange_sent_twice(self):
        def send(user):
            return lambda env: (
                env["biginn.exchange"].with_user(user.id).browse(self.sent.id).action_send_package()
            )

        results = self.race(send(self.staff), send(self.second), send(self.manager))
        self.assertEqual(len({result["url"] for result in results}), 1, "all get the same file")
        with self.look() as env:
            rows = env["biginn.exchange"].browse(self.sent.id).package_ids
            self.assertEqual(rows.mapped("sequence"), [1])

    def test_two_answers(self):
        def answer(confirmed, name):
            return lambda env: (
                env["biginn.exchange"]
                .browse(self.asked.id)
                .confirmation_ids._answer_sudo(confirmed, name, "No")
            )

        results = self.race(answer(True, "Ona"), answer(False, "Eva"))
        self.assertEqual(len(self.refused(results)), 1, "told that it is answered")
        with self.look() as env:
            confirmation = env["biginn.exchange"].browse(self.asked.id).confirmation_ids
            self.assertIn(
                (confirmation.state, confirmation.answered_by),
                [("confirmed", "Ona"), ("declined", "Eva")],
            )

    def test_replacing_the_key_twice_while_sending(self):
        def rotate(env):
            env["biginn.package.key"].with_user(self.manager.id).browse(self.key.id).action_rotate()

        self.assertFalse(self.refused(self.race(rotate, rotate)))
        with self.look() as env:
            keys = env["biginn.package.key"].with_context(active_test=False)
            keys = keys.search([("company_id", "=", self.cluster_company.id)])
            self.assertEqual(len(keys), 2)
            self.assertEqual(len(keys.filtered("active")), 1)

    def test_two_first_keys(self):
        def seal(env):
            company = env["res.company"].browse(self.other_company.id)
            content, _opened = env["biginn.package.key"]._seal(
                company, "exchange", "0f8b2c5e-8d3a-4c61-9a57-2f1f2b3c4d5e", 1, {}
            )
            return package.open_package(content).fingerprint

        results = self.race(seal, seal)
        self.assertEqual(len(set(results)), 1, "both sign with the one key")
