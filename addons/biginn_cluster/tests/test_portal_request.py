from html import escape

from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .portal_common import FIGURES, PDF, REQUEST, SCRIPT, SHOW, PortalCase


@tagged("post_install", "-at_install")
class TestPortalRequest(PortalCase):
    """Asking for guarded data over HTTP, and no other way to it."""

    def guarded(self):
        [values] = self.member_org.read(["name", "vat", "country_id", "organisation_type"])
        figures = self.member_org.figure_ids.read(["fiscal_year", "headcount", "turnover"])
        return values, figures

    def test_ask_and_see_where_it_stands(self):
        self.sign_in(self.member_editor)
        before = self.guarded()
        response = self.ask(vat="DK87654321", note="New number since May")
        self.assertIn("saved=asked", response.url)
        self.assertEqual(self.guarded(), before, "the member writes nothing")
        request = self.requests()
        self.assertEqual(request.requested_by_id, self.member_editor.partner_id)
        for user in (self.member_editor, self.member_reader):
            self.sign_in(user)
            page = self.url_open(REQUEST).text
            for words in ("DK12345674", "DK87654321", "New number since May", "Waiting"):
                self.assertIn(words, page)
        request.with_user(self.staff).action_refuse("Send an extract, <b>please</b>")
        page = self.url_open(REQUEST).text
        self.assertIn("Refused", page)
        self.assertIn("Send an extract, &lt;b&gt;please", page)

    def test_nothing_typed_is_lost(self):
        self.sign_in(self.member_editor)
        response = self.ask(name="Member Holding A/S", vat="!", note="Since May")
        self.assertEqual(response.status_code, 422)
        for words in ('id="vat-error"', 'value="Member Holding A/S"', "Since May"):
            self.assertTrue(words in response.text, words)
        self.assertFalse(self.requests())

    def test_figures_with_the_accounts(self):
        self.new_figure(year=2023)
        self.sign_in(self.member_editor)
        page = self.url_open(f"{FIGURES}?year=2023").text
        self.assertIn('value="6100000"', page)
        response = self.ask(
            FIGURES,
            files={"document": ("../../Årsrapport <b>.html", PDF, "text/html")},
            fiscal_year="2023",
            turnover="7000000",
        )
        self.assertIn("saved=asked", response.url)
        request = self.requests()
        self.assertEqual(request.line_ids.new_value, "7000000")
        document = request.attachment_ids
        self.assertRecordValues(
            document,
            [
                {
                    "name": "Årsrapport _b_.pdf",
                    "mimetype": "application/pdf",
                    "res_model": "biginn.change.request",
                    "res_id": request.id,
                    "public": False,
                }
            ],
        )

    def test_bad_accounts_stop_the_request(self):
        self.sign_in(self.member_editor)
        response = self.ask(
            FIGURES,
            files={"document": ("a.pdf", b"<html>", "application/pdf")},
            fiscal_year="2023",
            currency_id="EUR",
            turnover="7000000",
        )
        self.assertEqual(response.status_code, 422)
        self.assertTrue('id="document-error"' in response.text)
        self.assertTrue('value="7000000"' in response.text)
        self.assertFalse(self.requests())

    def test_years_out_of_reach(self):
        self.sign_in(self.member_editor)
        for year in ("", "abc", "1", "99999999999", "2023<script>"):
            self.assertEqual(self.url_open(f"{FIGURES}?year={year}").status_code, 200)
        for year in ("1066", "abc", "9999", ""):
            with self.subTest(year=year):
                data = {"fiscal_year": "2023", "currency_id": "EUR", "headcount": "4"}
                form = {**data, "seen-fiscal_year": "2023", "seen-currency_id": ""}
                form |= {"seen-headcount": "", "declared": "1", "fiscal_year": year}
                form["csrf_token"] = self.form()["csrf_token"]
                response = self.url_open(FIGURES, data=form)
                self.assertEqual(response.status_code, 422)
                self.assertTrue("error-summary" in response.text)
        self.assertFalse(self.requests())

    def test_withdraw(self):
        self.sign_in(self.member_editor)
        self.ask(vat="DK87654321")
        request = self.requests()
        address = f"{REQUEST}/{request.id}/withdraw"
        token = {"csrf_token": self.form()["csrf_token"]}
        for user, status in ((self.member_reader, 403), (self.stranger, 404)):
            self.sign_in(user)
            token = {"csrf_token": self.form()["csrf_token"]}
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(address, data=token).status_code, status)
        self.assertEqual(request.state, "submitted")
        self.sign_in(self.member_editor)
        token = {"csrf_token": self.form()["csrf_token"]}
        self.assertEqual(self.url_open(address, data=token).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(request.state, "withdrawn")

    def test_reader_and_stranger(self):
        self.sign_in(self.member_editor)
        self.ask(vat="DK87654321")
        self.sign_in(self.member_reader)
        self.assertNotIn("<form", self.url_open(REQUEST).text.split("<main")[1])
        self.assertTrue(self.url_open(FIGURES).url.endswith(REQUEST))
        with mute_logger("odoo.http"):
            self.assertEqual(self.ask(name="Renamed").status_code, 403)
            self.assertEqual(self.ask(FIGURES, fiscal_year="2023").status_code, 403)
        self.sign_in(self.stranger)
        self.assertNotIn("DK87654321", self.url_open(REQUEST).text)
        self.assertEqual(len(self.requests()), 1)

    def test_contact_without_organisation(self):
        self.sign_in(self.new_user("nobody", "base.group_portal"))
        for page in (REQUEST, FIGURES):
            self.assertTrue(self.url_open(page).url.endswith(SHOW))
        with mute_logger("odoo.http"):
            self.assertEqual(self.ask(name="x").status_code, 403)

    def test_script_is_text(self):
        self.sign_in(self.member_editor)
        self.ask(name=SCRIPT, note=SCRIPT)
        request = self.requests()
        for page in (REQUEST, SHOW):
            text = self.url_open(page).text
            self.assertNotIn("<script>alert(1)", text)
            self.assertNotIn("<img src=x", text)
        self.assertIn(escape("<script>alert(1)"), self.url_open(REQUEST).text)
        request.with_user(self.staff).action_apply()
        for note in self.member_org.message_ids + request.message_ids:
            self.assertNotIn("<script>alert(1)", note.body)
            self.assertNotIn("<img src=x", note.body)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_guarded_data_has_no_side_door(self):
        """No route and no remote call of a member writes what only the cluster decides."""
        self.new_figure(year=2023)
        self.sign_in(self.member_editor)
        self.ask(vat="DK87654321")
        request, own = self.requests(), self.member_org.ids
        before = self.guarded()
        model, line = "biginn.change.request", "biginn.change.request.line"
        calls = (
            ("res.partner", "write", [own, {"vat": "DK1"}]),
            ("res.partner", "write", [own, {"country_id": self.spain.id}]),
            ("res.partner", "write", [own, {"organisation_type": "big_science"}]),
            ("res.partner", "web_save", [own, {"name": "rpc"}, {}]),
            ("biginn.company.figure", "write", [self.member_org.figure_ids.ids, {"headcount": 1}]),
            ("biginn.company.figure", "create", [{"partner_id": own[0], "fiscal_year": 2020}]),
            (model, "create", [{"partner_id": own[0]}]),
            (model, "write", [request.ids, {"state": "applied"}]),
            (model, "action_apply", [request.ids]),
            (model, "action_apply_anyway", [request.ids]),
            (model, "action_refuse", [request.ids, "x"]),
            (model, "_biginn_portal_withdraw", [request.ids]),
            (line, "write", [request.line_ids.ids, {"new_value": "DK1"}]),
            (line, "_apply", [request.line_ids.ids]),
            ("res.partner", "_biginn_portal_request", [own, {"name": "rpc", "declared": "1"}]),
        )
        for user in (self.member_reader, self.member_editor, self.stranger):
            self.sign_in(user)
            for name, method, args in calls:
                with (
                    self.subTest(user=user.login, model=name, method=method),
                    self.assertRaises(JsonRpcException),
                ):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/{name}/{method}",
                        {"model": name, "method": method, "args": args, "kwargs": {}},
                    )
        self.env.invalidate_all()
        self.assertEqual(self.guarded(), before)
        self.assertEqual(request.state, "submitted")
