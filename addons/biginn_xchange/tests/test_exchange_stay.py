from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeStay(XchangeCommon):
    """Interruptions and their history, the recount, the nightly job. Five days from 8 May 2023."""

    def ongoing(self, **values):
        return self.walk(self.new_exchange(**values), "ongoing")

    def at(self, day):
        return freeze_time(f"2023-05-{day:02} 10:00:00")

    # -- interrupted -----------------------------------------------------------------

    def test_interrupted_and_gone_on(self):
        exchange = self.ongoing()
        with self.at(9):
            exchange.action_interrupt("Strike at the host")
            self.assertEqual(exchange.state, "interrupted")
            line = exchange.interruption_ids
            self.assertEqual((str(line.date_from), line.outcome), ("2023-05-09", "open"))
            self.assertEqual(line.recorded_by_id, self.staff)
        with self.at(10):
            exchange.action_resume("2023-05-10")
        self.assertEqual(exchange.state, "ongoing")
        self.assertEqual((str(line.date_to), line.outcome), ("2023-05-10", "resumed"))
        with self.at(13):
            exchange._advance()
        self.assertEqual((exchange.state, exchange.working_days), ("reporting", 4))
        self.assertEqual((exchange.lump_sum, exchange.agreed_amount), (280, 280))

    def test_force_majeure_keeps_the_lump_sum(self):
        exchange = self.ongoing()
        with self.at(10):
            exchange.action_end_early("2023-05-09", "Storm: the site was closed", True)
        self.assertEqual((exchange.state, str(exchange.ended_on)), ("reporting", "2023-05-09"))
        self.assertEqual((exchange.working_days, exchange.agreed_amount), (5, 560))
        self.assertIn("force majeure", exchange.stay_explanation)
        self.assertIn("560.00", exchange.stay_explanation)

    def test_an_early_end_counts_the_days_anew(self):
        exchange = self.ongoing()
        with self.at(11):
            exchange.action_end_early("2023-05-10", "Called back home")
        self.assertEqual((exchange.state, str(exchange.ended_on)), ("reporting", "2023-05-10"))
        self.assertEqual((exchange.working_days, exchange.lump_sum), (3, 280))
        self.assertEqual(exchange.agreed_amount, 280)
        self.assertIn("3 of 5 working days", exchange.stay_explanation)
        self.assertIn("280.00", exchange.stay_explanation)
        self.assertIn("560.00", exchange.stay_explanation)
        self.assertIn("fewer than 5", exchange.lump_sum_explanation)
        self.assertEqual(str(exchange.payment_due), "2023-05-20")
        line = exchange.interruption_ids
        self.assertEqual((line.reason, line.outcome), ("Called back home", "ended"))

    def test_too_short_in_the_end_is_worth_nothing(self):
        exchange = self.ongoing()
        with self.at(10):
            exchange.action_end_early("2023-05-09", "Lost interest")
        self.assertEqual((exchange.working_days, exchange.agreed_amount), (2, 0))
        self.assertIn("Nothing", exchange.lump_sum_explanation)

    def test_later_changes_of_the_programme_play_no_part(self):
        exchange = self.ongoing()
        self.programme.rate_ids.write({"amount": 999})
        self.programme.half_under_days = 2
        with self.at(11):
            exchange.action_end_early("2023-05-10", "Called back home")
        self.assertEqual(exchange.lump_sum, 280)

    def test_a_lower_amount_agreed_on_never_rises(self):
        exchange = self.ongoing(agreed_amount=100)
        with self.at(11):
            exchange.action_end_early("2023-05-10", "Called back home")
        self.assertEqual((exchange.lump_sum, exchange.agreed_amount), (280, 100))

    def test_days_made_up_for(self):
        exchange = self.ongoing()
        with self.at(9):
            exchange.action_interrupt("Ill")
            with self.assertRaisesRegex(UserError, "new last day"):
                exchange.action_resume("2023-05-15")
            exchange.action_resume("2023-05-15", "2023-05-19")
            self.assertEqual(str(exchange.last_day), "2023-05-19")
            self.assertEqual(str(exchange.date_end), "2023-05-12", "what was signed stays")
        with self.at(19):
            exchange._advance()
            self.assertEqual(exchange.state, "ongoing")
        with self.at(20):
            exchange._advance()
        self.assertEqual((exchange.state, str(exchange.ended_on)), ("reporting", "2023-05-19"))
        self.assertEqual((exchange.working_days, exchange.agreed_amount), (5, 560))

    def test_days_that_are_not_possible(self):
        exchange = self.ongoing()
        with self.at(10):
            for day in ("2023-05-07", "2023-05-13"):
                with self.subTest(day=day), self.assertRaisesRegex(UserError, "choose a day"):
                    exchange.action_interrupt("Strike", day)
            with self.assertRaisesRegex(UserError, "Say why"):
                exchange.action_interrupt("  ", "2023-05-09")
            for day in ("2023-05-07", "2023-05-11", "2023-05-12"):
                with self.subTest(day=day), self.assertRaisesRegex(UserError, "choose a day"):
                    exchange.action_end_early(day, "Home")
            exchange.action_interrupt("Strike", "2023-05-09")
            with self.assertRaisesRegex(UserError, "go on from"):
                exchange.action_resume("2023-05-08")
            with self.assertRaisesRegex(UserError, "is ended"):
                exchange.action_resume("2023-05-09", "2023-05-11")
            with self.assertRaisesRegex(UserError, "programme ends"):
                exchange.action_resume("2025-01-01", "2025-01-05")
            exchange.action_resume("2023-05-10")
            with self.assertRaisesRegex(UserError, "choose a day"):
                exchange.action_interrupt("Again", "2023-05-09")
        self.assertEqual(len(exchange.interruption_ids), 1)

    def test_one_that_never_began_is_cancelled(self):
        exchange = self.walk(self.new_exchange(), "ready")
        with freeze_time("2023-05-02"):
            exchange.action_interrupt("Flights are cancelled", force_majeure=True)
            self.assertEqual(str(exchange.interruption_ids.date_from), "2023-05-08")
            with self.assertRaisesRegex(UserError, "cancel the exchange"):
                exchange.action_end_early("2023-05-02")
            exchange.action_cancel("No flights until June")
        self.assertEqual(exchange.interruption_ids.outcome, "cancelled")
        self.assertFalse(exchange.stay_facts)

    def test_a_written_state_needs_what_the_buttons_ask_for(self):
        exchange = self.ongoing()
        with self.at(9):
            with self.assertRaisesRegex(UserError, "which day and why"):
                exchange.write({"state": "interrupted"})
            exchange.action_interrupt("Strike")
            with self.assertRaisesRegex(UserError, "goes on"):
                exchange.write({"state": "ongoing"})
            with self.assertRaisesRegex(UserError, "last one at the host"):
                exchange.write({"state": "reporting"})
            exchange._advance()
            self.assertEqual(exchange.state, "interrupted")

    def test_history_is_written_by_nobody(self):
        exchange = self.ongoing()
        with self.at(9):
            exchange.action_interrupt("Strike")
        line = exchange.interruption_ids
        for user in (self.staff, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                line.with_user(user).write({"force_majeure": True})
        with self.assertRaises(UserError):
            line.sudo().write({"force_majeure": True})
        with self.assertRaises(UserError):
            line.sudo().unlink()
        with self.assertRaises(UserError):
            exchange.write({"interruption_ids": [(5, 0, 0)]})
        with self.assertRaises(UserError):
            exchange.with_user(self.other_manager).action_resume("2023-05-10")
        self.assertEqual(line.with_user(self.other_manager).reason, "Strike", "the host's reads")

    def test_second_click_does_nothing(self):
        exchange = self.ongoing()
        with self.at(10):
            for _click in range(2):
                exchange.action_interrupt("Strike", "2023-05-10")
            self.assertEqual(len(exchange.interruption_ids), 1)
            for _click in range(2):
                exchange.action_end_early("2023-05-09")
        self.assertEqual((exchange.state, exchange.working_days), ("reporting", 2))

    # -- the dialogue ----------------------------------------------------------------

    def test_dialogue(self):
        exchange = self.ongoing()
        with self.at(10):
            self.confirm(exchange.action_interrupt(), reason="Strike", day="2023-05-10")
            action = exchange.action_end_early()
            self.assertEqual(str(action["context"]["default_day"]), "2023-05-09")
            self.confirm(action)
        self.assertEqual(exchange.state, "reporting")
        draft = self.new_exchange(date_start="2023-08-07", date_end="2023-08-11")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.confirm(draft.action_refuse())
        self.confirm(draft.action_refuse(), reason="Too late")
        self.assertEqual((draft.state, draft.decision_reason), ("refused", "Too late"))

    def confirm(self, action, **values):
        decision = (
            self.env[action["res_model"]]
            .with_user(self.staff)
            .with_context(action["context"])
            .create(values)
        )
        decision.action_confirm()

    def test_no_dialogue_for_what_cannot_be(self):
        exchange = self.new_exchange()
        for method in ("action_interrupt", "action_resume", "action_end_early"):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(exchange, method)()
        with self.assertRaises(UserError):
            exchange.with_user(self.other_manager).action_cancel()

    # -- by date ---------------------------------------------------------------------

    def cron(self, **kwargs):
        with patch.object(
            self.env.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 60
        ):
            self.env["biginn.exchange"]._cron_move_by_date(**kwargs)

    def test_nightly_job(self):
        self.programme.visit_once_per = False
        begins = self.walk(self.new_exchange(), "ready")
        later = self.walk(
            self.new_exchange(date_start="2023-06-05", date_end="2023-06-09"), "ready"
        )
        with self.at(8):
            for _run in range(2):
                self.cron(batch=1)
                self.assertEqual((begins.state, later.state), ("ongoing", "ready"))
        with self.at(13):
            for _run in range(2):
                self.cron(batch=1)
                self.assertEqual((begins.state, later.state), ("reporting", "ready"))
                self.assertEqual(str(begins.state_since), "2023-05-13")

    def test_the_day_is_that_of_the_host(self):
        exchange = self.walk(self.new_exchange(), "ready")
        self.assertEqual(exchange.host_country_id.code, "LT")
        for moment, state in (
            ("2023-05-07 20:30:00", "ready"),  # 23:30 in Vilnius
            ("2023-05-07 21:30:00", "ongoing"),
            ("2023-05-12 20:30:00", "ongoing"),
            ("2023-05-12 21:30:00", "reporting"),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.cron()
                self.assertEqual(exchange.state, state)

    def test_one_that_cannot_move_does_not_stop_the_others(self):
        self.programme.visit_once_per = False
        first = self.walk(self.new_exchange(), "ready")
        second = self.walk(
            self.new_exchange(date_start="2023-05-15", date_end="2023-05-19"), "ready"
        )
        exchanges = self.env.registry["biginn.exchange"]
        write_state = exchanges._write_state

        def refuse(exchange, target):
            if exchange == first:
                raise UserError(exchange.env._("Not this one"))
            return write_state(exchange, target)

        with (
            freeze_time("2023-05-16"),
            patch.object(exchanges, "_write_state", refuse),
            self.assertLogs("odoo.addons.biginn_xchange", "WARNING"),
        ):
            self.cron(batch=1)
        self.assertEqual((first.state, second.state), ("ready", "ongoing"))
