from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestThirdProgramme(XchangeCommon):
    """Another call is data: made in the screen, without a line of code."""

    def _make(self, **values):
        """A manager fills in the form: rates by distance, hosts of Big Science, an open end."""
        programmes = self.env["biginn.programme"].with_user(self.manager)
        with Form(programmes) as form:
            form.name = "Big Science visits"
            form.code = "BSV"
            form.date_start = "2023-01-01"
            form.min_working_days = 2
            form.max_days = 14
            form.visit_once_per = False
            form.half_under_days = 0
            form.half_under_km = 0
            form.payment_days = 30
            form.payment_from = "validation"
            form.published = True
            for name, value in values.items():
                form[name] = value
            for country in (self.denmark, self.lithuania):
                form.country_ids.add(country)
            for km_from, km_to, amount in [(0, 500, 211), (500, 2000, 309), (2000, 0, 395)]:
                with form.rate_ids.new() as rate:
                    rate.date_from = "2023-01-01"
                    rate.unit = "distance_band"
                    rate.km_from = km_from
                    rate.km_to = km_to
                    rate.amount = amount
            for role, kind, needed in [("visitor", "sme", True), ("host", "big_science", False)]:
                with form.eligibility_ids.new() as line:
                    line.role = role
                    line.organisation_type = kind
                    line.membership_required = needed
            with form.target_ids.new() as target:
                target.indicator = "exchanges"
                target.value = 40
        return form.record

    def test_an_exchange_of_it_goes_all_its_own_way(self):
        programme = self._make()
        self.host_org.organisation_type = "big_science"
        exchange = self.new_exchange(programme_id=programme.id, date_end="2023-05-09")
        self.assertEqual((exchange.working_days, exchange.lump_sum), (2, 309))
        self.assertFalse(exchange.waiting_for, exchange.finding_ids.mapped("message"))
        self.assertIn("500", exchange.lump_sum_explanation)
        self.assertIn("813", exchange.lump_sum_explanation)
        again = self.new_exchange(programme_id=programme.id)
        self.assertNotIn("visited_before", again.finding_ids.mapped("code"))
        near = self.new_exchange(
            programme_id=programme.id,
            host_id=self.new_organisation(
                "Near UAB",
                country_id=self.lithuania.id,
                organisation_type="big_science",
                partner_latitude=55.7,
                partner_longitude=21.1,
            ).id,
        )
        self.assertIn("2,000", exchange.lump_sum_explanation)
        self.assertEqual(near.lump_sum, 309 if near.distance_km >= 500 else 211)

    def test_distance_unknown_or_virtual(self):
        programme = self._make()
        self.host_org.write({"partner_latitude": 0, "partner_longitude": 0})
        exchange = self.new_exchange(programme_id=programme.id)
        self.assertEqual(exchange.lump_sum, 0)
        self.assertIn("distance", exchange.lump_sum_explanation)
        codes = exchange.finding_ids.mapped("code")
        self.assertIn("distance_missing", codes)
        self.assertIn("rate_by_distance", codes)
        exchange.write({"distance_km": 2500, "distance_source": "map"})
        self.assertEqual(exchange.lump_sum, 395)
        self.assertIn("2,000 km and more", exchange.lump_sum_explanation)

    def test_bands_do_not_overlap(self):
        programme = self._make()
        with (
            self.assertRaises(ValidationError),
            Form(programme) as form,
            form.rate_ids.edit(1) as rate,
        ):
            rate.km_from = 400
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            programme.rate_ids[0].write({"km_from": 10, "km_to": 5})
            self.env.flush_all()

    def test_it_answers_on_the_public_page(self):
        self._make()
        asked = {
            "type": "sme",
            "home": "DK",
            "host": "LT",
            "days": "2",
            "km": "700",
            "member": "yes",
        }
        answers = self.env["biginn.programme"]._can_i_go({**asked, "day": "2023-05-08"})["answers"]
        (answer,) = [each for each in answers if each["name"] == "Big Science visits"]
        self.assertEqual(answer["verdict"], "yes")
        self.assertIn("309", answer["money"]["amount"])

    def test_a_copy_is_not_published(self):
        programme = self._make()
        copy = programme.copy()
        self.assertFalse(copy.published)
        self.assertEqual(copy.target_ids.value, 40)
        self.assertEqual(copy.rate_ids.mapped("amount"), programme.rate_ids.mapped("amount"))

    def test_reminder_days(self):
        programme = self._make(reminder_days="14, 7,7")
        self.assertEqual(programme._reminder_days(), [7, 14])
        programme.reminder_days = False
        self.assertEqual(programme._reminder_days(), [])
        for wrong in ("seven", "0", "7;14", "-1"):
            with self.subTest(wrong=wrong), self.assertRaises(ValidationError):
                programme.reminder_days = wrong

    def test_texts_in_every_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        programme = self._make(introduction="<p>Short stays</p>")
        programme.update_field_translations(
            "introduction", {"da_DK": {"Short stays": "Korte ophold"}}
        )
        self.assertIn("Short", programme.with_context(lang="en_US").introduction)
        self.assertIn("Korte", programme.with_context(lang="da_DK").introduction)
        programme.introduction = "<p>Hello<script>alert(1)</script></p>"
        self.assertNotIn("script", programme.introduction)

    def test_targets_are_each_cluster_s_own(self):
        programme = self._make()
        target = programme.target_ids
        self.assertEqual(target.company_id, self.cluster_company)
        self.assertIn("40", target.display_name)
        targets = self.env["biginn.programme.target"]
        self.assertFalse(targets.with_user(self.other_manager).search([("id", "=", target.id)]))
        theirs = targets.with_user(self.other_manager).create(
            {"programme_id": programme.id, "indicator": "exchanges", "value": 10}
        )
        self.assertEqual(theirs.company_id, self.other_company)
        self.assertEqual(target.with_user(self.staff).value, 40)
        with self.assertRaises(AccessError):
            target.with_user(self.staff).value = 50
        with self.assertRaises(AccessError):
            target.with_user(self.other_manager).value = 50
