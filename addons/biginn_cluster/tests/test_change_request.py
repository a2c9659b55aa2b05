from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .profile_common import ProfileCommon

NO_SUCH_YEAR = "No such year"


@tagged("post_install", "-at_install")
class TestChangeRequest(ProfileCommon):
    """Staff decide: apply with their own rights, refuse with a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_membership()
        cls.as_editor = cls.member_org.with_user(cls.member_editor)

    def ask(self, values=None, seen=None, **more):
        """A request by the portal's gate, as staff see it."""
        values = values or {"name": "Member Holding A/S"}
        result = self.as_editor._biginn_portal_request(
            {**values, "declared": "1"}, seen or {}, **more
        )
        self.assertFalse(result["errors"])
        self.env.invalidate_all()
        return self.env["biginn.change.request"].with_user(self.staff).browse(result["request_id"])

    def mails(self, request):
        """What the person who asked got; staff get one of their own about their task."""
        return self.env["mail.mail"].search(
            [
                ("model", "=", request._name),
                ("res_id", "=", request.id),
                ("recipient_ids", "in", request.requested_by_id.ids),
            ]
        )

    # -- applying ----------------------------------------------------------------------

    def test_apply_writes_and_tells(self):
        request = self.ask(
            {
                "name": "Member Holding A/S",
                "vat": "dk 87 65 43 21",
                "country_id": "ES",
                "organisation_type": "large_company",
            }
        )
        self.assertEqual(request.state, "submitted")
        self.assertEqual(
            [(line.label, line.old_display, line.new_display) for line in request.line_ids],
            [
                ("Legal name", "Member A/S", "Member Holding A/S"),
                ("VAT number", "DK12345674", "DK87654321"),
                ("Country", "Denmark", "Spain"),
                ("Organisation type", "SME", "Large company"),
            ],
        )
        self.assertEqual(self.member_org.name, "Member A/S", "nothing is written yet")
        request.action_apply()
        self.assertRecordValues(
            self.member_org,
            [
                {
                    "name": "Member Holding A/S",
                    "vat": "DK87654321",
                    "country_id": self.spain.id,
                    "organisation_type": "large_company",
                }
            ],
        )
        self.assertEqual((request.state, request.decided_by_id), ("applied", self.staff))
        note = self.member_org.message_ids.sorted("id")[-1]
        self.assertIn("Contact editor", note.body)
        self.assertIn("DK12345674", note.body)
        [mail] = self.mails(request)
        self.assertEqual(mail.recipient_ids, self.member_editor.partner_id)
        self.assertIn("is applied", mail.body_html)
        self.assertIn("Member Holding A/S", mail.body_html)

    def test_figures(self):
        self.new_figure(year=2023)
        request = self.ask(
            {
                "fiscal_year": "2023",
                "headcount": "36,5",
                "turnover": "0",
                "balance_total": "",
                "currency_id": "DKK",
            }
        )
        self.assertEqual(
            [(line.field_name, line.fiscal_year, line.old_value, line.new_value)
             for line in request.line_ids],
            [
                ("figure_ids.currency_id", 2023, "EUR", "DKK"),
                ("figure_ids.headcount", 2023, "34", "36.5"),
                ("figure_ids.turnover", 2023, "6100000", "0"),
                ("figure_ids.balance_total", 2023, "5000000", ""),
            ],
        )
        request.action_apply()
        self.assertRecordValues(
            self.member_org.figure_ids,
            [
                {
                    "fiscal_year": 2023,
                    "headcount": 36.5,
                    "turnover": 0,
                    "no_turnover": True,
                    "balance_total": 0,
                    "currency_id": self.krone.id,
                }
            ],
        )

    def test_figures_of_a_new_year(self):
        figures = {"fiscal_year": "2022", "currency_id": "EUR", "headcount": "12"}
        figures |= {"turnover": "1 500 000", "balance_total": "1.200.000,50"}
        self.ask(figures).action_apply()
        self.assertRecordValues(
            self.member_org.figure_ids,
            [
                {
                    "fiscal_year": 2022,
                    "headcount": 12,
                    "turnover": 1_500_000,
                    "balance_total": 1_200_000.50,
                    "is_estimate": False,
                }
            ],
        )

    def test_changed_meanwhile_is_shown(self):
        request = self.ask()
        self.member_org.name = "Renamed by others"
        self.assertTrue(request.has_conflict)
        self.assertEqual(request.line_ids.current_display, "Renamed by others")
        with self.assertRaisesRegex(UserError, "changed since"):
            request.action_apply()
        self.assertEqual(self.member_org.name, "Renamed by others")
        request.action_apply_anyway()
        self.assertEqual(self.member_org.name, "Member Holding A/S")

    def test_already_so_is_no_conflict(self):
        request = self.ask()
        self.member_org.name = "Member Holding A/S"
        self.assertFalse(request.has_conflict)
        request.action_apply()
        self.assertEqual(request.state, "applied")

    def test_what_odoo_refuses_stays_waiting(self):
        request = self.ask({"fiscal_year": "2021", "currency_id": "EUR", "headcount": "3"})

        def refuse(*_arguments):
            raise ValidationError(NO_SUCH_YEAR)

        self.patch(type(self.env["biginn.company.figure"]), "create", refuse)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            request.action_apply()
        self.assertEqual(request.state, "submitted")

    # -- refusing ----------------------------------------------------------------------

    def test_refuse_needs_a_reason(self):
        request = self.ask()
        for reason in ("", "  ", None, False):
            with self.assertRaises(UserError):
                request.action_refuse(reason)
        wizard = self.env["biginn.change.request.refuse"].with_user(self.staff)
        context = request.action_open_refuse()["context"]
        with Form(wizard.with_context(**context)) as form:
            form.reason = "The register says <b>otherwise</b>"
        form.record.action_confirm()
        self.assertEqual((request.state, self.member_org.name), ("refused", "Member A/S"))
        [mail] = self.mails(request)
        self.assertIn("refused", mail.body_html)
        self.assertIn("&lt;b&gt;otherwise", mail.body_html)

    def test_mail_in_the_members_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.member_editor.partner_id.lang = "da_DK"
        template = self.env.ref("biginn_cluster.mail_template_change_request_decided")
        template.with_context(lang="da_DK").subject = "Din ændringsanmodning"
        request = self.ask()
        request.action_apply()
        self.assertEqual(self.mails(request).subject, "Din ændringsanmodning")

    def test_decided_once(self):
        request = self.ask()
        request.action_apply()
        for decide in (request.action_apply, lambda: request.action_refuse("No")):
            with self.assertRaisesRegex(UserError, "decided already"):
                decide()
        self.assertEqual(len(self.mails(request)), 1)

    # -- who ---------------------------------------------------------------------------

    def test_nobody_forges_a_decision(self):
        request = self.ask()
        for values in (
            {"state": "applied"},
            {"reason": "x"},
            {"partner_id": self.stranger_org.id},
            {"line_ids": [(5, 0, 0)]},
        ):
            for user in (self.staff, self.manager, self.member_editor):
                with self.subTest(user=user.login, values=values), self.assertRaises(AccessError):
                    request.with_user(user).write(values)

    def test_only_staff_of_the_cluster_decide(self):
        request = self.ask()
        self.assertEqual(request.company_id, self.cluster_company)
        for user in (self.employee, self.other_staff, self.member_editor, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                request.with_user(user).action_apply()
            with self.subTest(user=user.login), self.assertRaises(UserError):
                request.with_user(user).action_refuse("No")
        self.assertEqual(request.state, "submitted")

    def test_cluster_where_it_is_a_member_decides(self):
        self.new_membership(self.stranger_org, self.new_category(self.other_company))
        values = {"name": "Stranger Holding SL", "declared": "1"}
        result = self.stranger_org.with_user(self.stranger)._biginn_portal_request(values)
        request = self.env["biginn.change.request"].browse(result["request_id"])
        self.assertEqual(request.company_id, self.other_company)
        self.assertFalse(request.with_user(self.staff).has_access("read"), "not this cluster's")
        request.with_user(self.other_staff).action_apply()
        self.assertEqual(self.stranger_org.name, "Stranger Holding SL")

    def test_staff_get_a_task_and_lose_it(self):
        request = self.ask()
        [task] = request.activity_ids
        self.assertIn(task.user_id, self.staff + self.manager)
        self.assertIn("Legal name", task.summary)
        request.action_apply()
        self.assertFalse(request.activity_ids)

    def test_who_looks_after_the_member_gets_the_task(self):
        self.member_org.user_id = self.staff
        self.assertEqual(self.ask().activity_ids.user_id, self.staff)

    # -- asking ------------------------------------------------------------------------

    def refused(self, values, **seen):
        result = self.as_editor._biginn_portal_request({"declared": "1", **values}, seen)
        self.assertFalse(result["request_id"])
        return result["errors"]

    def test_wrong_values(self):
        for name, typed in (
            ("name", ""),
            ("name", "x" * 201),
            ("vat", "no!"),
            ("vat", "DK" + "1" * 30),
            ("country_id", "XX"),
            ("country_id", ""),
            ("organisation_type", "castle"),
            ("declared", ""),
        ):
            with self.subTest(name=name, typed=typed[:20]):
                values = {"vat": "DK87654321", name: typed}
                self.assertEqual(list(self.refused(values)), [name])
        for name, typed in (
            ("fiscal_year", "1066"),
            ("fiscal_year", "next"),
            ("headcount", "-3"),
            ("headcount", "3.000"),
            ("turnover", "a lot"),
            ("turnover", "1" * 40),
            ("balance_total", "1,2,3"),
            ("currency_id", "XYZ"),
        ):
            with self.subTest(name=name, typed=typed[:20]):
                values = {"fiscal_year": "2022", "currency_id": "EUR", "headcount": "4"}
                self.assertEqual(list(self.refused({**values, name: typed})), [name])
        self.assertEqual(list(self.refused({"name": "Member A/S"})), ["form"], "as it is")
        only_currency = {"fiscal_year": "2022", "currency_id": "EUR"}
        self.assertEqual(list(self.refused(only_currency)), ["form"])

    def test_odoos_own_vat_check_speaks(self):
        def check(_self, country, vat, partner_name="", validation="error"):
            if country.code != "DK" or vat != "DK88146328":
                reason = f"{vat} is none of {country.name}"
                raise ValidationError(reason)
            return "DK88146328", "DK"

        self.patch(type(self.env["res.partner"]), "_run_vat_checks", check)
        self.assertEqual(
            self.refused({"vat": "DK11111111"}), {"vat": "DK11111111 is none of Denmark"}
        )
        self.assertIn("vat", self.refused({"country_id": "ES"}), "number and country go together")
        self.assertEqual(self.ask({"vat": "dk 88.14.63.28"}).line_ids.new_value, "DK88146328")

    def test_one_waits_at_a_time(self):
        self.ask()
        errors = self.refused({"name": "Something else"})
        self.assertIn("Member Holding A/S", errors["name"])
        second = self.ask({"vat": "DK87654321"})
        third = self.ask({"fiscal_year": "2022", "currency_id": "EUR", "headcount": "4"})
        fourth = self.ask({"fiscal_year": "2023", "currency_id": "EUR", "headcount": "4"})
        self.assertEqual(len(second | third | fourth), 3)

    def test_withdrawn_makes_room(self):
        request = self.ask()
        for user in (self.member_reader, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user)._biginn_portal_withdraw()
        self.assertTrue(request.with_user(self.member_editor)._biginn_portal_withdraw())
        self.assertEqual(request.state, "withdrawn")
        self.assertFalse(request.activity_ids)
        self.assertNotEqual(self.ask(), request)
        self.assertFalse(request.with_user(self.member_editor)._biginn_portal_withdraw())

    def test_gate_asks_who_is_asking(self):
        values = {"name": "Taken", "declared": "1"}
        for user in (self.member_reader, self.stranger, self.env.ref("base.public_user")):
            own = self.member_org.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                own._biginn_portal_request(values)
            with self.subTest(user=user.login, su=True), self.assertRaises(AccessError):
                own.sudo()._biginn_portal_request(values)
        with self.assertRaises(AccessError):
            self.as_editor._biginn_portal_request({**values, "profile_editor": "1"})
