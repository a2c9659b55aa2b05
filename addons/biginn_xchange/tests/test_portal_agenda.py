from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.biginn_cluster.tests.portal_common import SCRIPT

from .agenda_common import AgendaCommon

LIST = "/my/agendas"


@tagged("post_install", "-at_install")
class TestPortalAgenda(AgendaCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event.published_on_portal = True
        cls.me = cls.member_editor.partner_id
        cls.page = f"{LIST}/{cls.event.id}"
        cls.tour = cls.new_item(
            cls.event, start_hour=11, stop_hour=12, is_optional=True, name="Tour of the ring"
        )
        cls.welcome = cls.new_item(cls.event, name="Welcome")

    def setUp(self):
        super().setUp()
        self.authenticate(self.member_editor.login, self.member_editor.login)

    def post(self, path, **data):
        data["csrf_token"] = Request.csrf_token(self)
        response = self.url_open(f"{self.page}/{path}", data=data)
        self.env.invalidate_all()
        return response

    def mine(self, person=None):
        return self.env["event.registration"].search(
            [("event_id", "=", self.event.id), ("partner_id", "=", (person or self.me).id)]
        )

    def sign_up(self, *people, **data):
        return self.post("register", people=[str(one.id) for one in people or [self.me]], **data)

    # -- the way ---------------------------------------------------------------------

    def test_register_wait_accept(self):
        self.register(self.people[1], self.people[2])
        page = self.url_open(LIST).text
        self.assertIn("360º Vilnius", page)
        self.assertIn("Waiting list", page)
        self.assertIn("Join the waiting list", self.url_open(self.page).text)
        response = self.sign_up(items=[str(self.tour.id)])
        self.assertIn("saved=registered", response.url)
        self.assertIn("You are being placed", response.text)
        mine = self.mine()
        # looking at the page has taken up what was left
        self.assertEqual((mine.placement, mine.create_uid), ("waiting", self.member_editor))
        self.assertEqual(mine.attendance_ids.item_id, self.tour)
        page = self.url_open(self.page).text
        self.assertIn("You are the next on the waiting list", page)
        self.mine(self.people[1]).action_cancel()
        with freeze_time("2030-05-01 10:00:00"):
            self.event._allocate_now()
        mine.invalidate_recordset()
        # the server's clock is not the frozen one
        self.assertEqual(mine.placement, "offered")
        page = self.url_open(self.page).text
        self.assertIn("held until Friday 3 May 2030, 1:00", page.replace("\u202f", " "))
        self.assertIn("(Europe/Vilnius)", page)
        response = self.post("answer", registration=mine.id, action="accept")
        self.assertIn("The place is yours", response.text)
        self.assertEqual(mine.state, "open")
        response = self.post("answer", registration=mine.id, action="accept")
        self.assertIn("The place is yours", response.text, "a second click")
        self.event._allocate_now()
        self.assertEqual(
            {row.item_id: row.state for row in mine.attendance_ids},
            {self.tour: "registered", self.welcome: "registered"},
        )
        response = self.post("answer", registration=mine.id, action="cancel")
        self.assertEqual((mine.placement, mine.state), ("released", "cancel"))
        self.assertIn("Register", self.url_open(self.page).text)

    def test_choose_anew(self):
        self.register(self.me)
        mine = self.mine()
        self.post("items", registration=mine.id, items=[str(self.tour.id), str(self.welcome.id)])
        self.event._allocate_now()
        rows = {row.item_id: row.state for row in mine.attendance_ids}
        self.assertEqual(rows, {self.tour: "registered", self.welcome: "registered"})
        self.post("items", registration=mine.id)
        self.event._allocate_now()
        rows = {row.item_id: row.state for row in mine.attendance_ids}
        self.assertEqual(rows, {self.tour: "cancelled", self.welcome: "registered"})

    def test_an_editor_registers_the_team(self):
        people = self.people[0] | self.people[3]
        self.sign_up(*people, lang="en_US")
        self.sign_up(*people)
        found = self.env["event.registration"].search([("event_id", "=", self.event.id)])
        self.assertEqual(found.partner_id, people)
        self.assertEqual(set(found.mapped("lang")), {"en_US"})
        page = self.url_open(self.page).text
        self.assertIn("Guest 0", page)
        response = self.post("answer", registration=self.mine(people[0]).id, action="cancel")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.mine(people[0]).placement, "released")

    # -- who may not -----------------------------------------------------------------

    def test_others_are_nobodys_business(self):
        theirs = self.register(self.people[1])
        for action in ("accept", "cancel"):
            response = self.post("answer", registration=theirs.id, action=action)
            self.assertEqual(response.status_code, 404)
        self.assertEqual(self.post("items", registration=theirs.id).status_code, 404)
        self.assertEqual(self.sign_up(self.people[1]).status_code, 403)
        self.assertEqual(theirs.placement, "placed")
        page = self.url_open(f"{self.page}?person={theirs.id}").text
        self.assertNotIn("Guest 1", page)

    def test_a_colleague_acts_for_oneself_alone(self):
        self.register(self.me)
        self.authenticate(self.member_reader.login, self.member_reader.login)
        page = self.url_open(self.page).text
        self.assertNotIn("Contact editor", page)
        self.assertEqual(self.sign_up(self.people[0]).status_code, 403)
        response = self.post("answer", registration=self.mine().id, action="cancel")
        self.assertEqual(response.status_code, 404)
        self.sign_up(self.member_reader.partner_id)
        self.assertTrue(self.mine(self.member_reader.partner_id))

    def test_members_have_no_rights_on_registrations(self):
        registration = self.register(self.me).with_user(self.member_editor)
        for method in ("check_access",):
            with self.assertRaises(AccessError):
                getattr(registration, method)("read")

    def test_guests_of_another_cluster(self):
        """Core's company rules would shut them out; the page does not."""
        guest = self.new_member("guest", self.host_org)
        guest.write({"company_ids": self.other_company.ids, "company_id": self.other_company.id})
        self.authenticate(guest.login, guest.login)
        self.assertEqual(self.url_open(self.page).status_code, 200)
        self.sign_up(guest.partner_id)
        self.assertEqual(self.mine(guest.partner_id).cluster_id, self.other_company)

    def test_my_data(self):
        self.register(self.me, self.people[1])
        me = self.me.with_user(self.member_editor)
        [row] = me._biginn_my_data()["agenda_registrations"]
        self.assertEqual((row["name"], row["placement"]), (self.me.name, "placed"))

    def test_not_published(self):
        self.event.published_on_portal = False
        self.assertEqual(self.url_open(self.page).status_code, 404)
        self.assertNotIn("360º Vilnius", self.url_open(LIST).text)
        self.assertEqual(self.sign_up().status_code, 404)
        self.register(self.me)
        self.assertEqual(self.url_open(self.page).status_code, 200)

    # -- what is in the way ------------------------------------------------------------

    def test_odd_input_gives_a_sentence(self):
        cases = (
            {},
            {"people": "x"},
            {"people": "9" * 4000},
            {"people": str(self.me.id), "lang": "xx_XX"},
        )
        for data in cases:
            with self.subTest(data=str(data)[:50]):
                response = self.post("register", **data)
                self.assertEqual(response.status_code, 422)
                self.assertIn("Choose", response.text)
        self.assertFalse(self.mine())
        response = self.post("register", people=str(self.me.id), items=["x", "-1", "9" * 99])
        self.assertEqual(response.status_code, 200)
        self.assertNotIn(self.tour, self.mine().attendance_ids.item_id)
        for registration in ("", "x", "9" * 99, "-1"):
            response = self.post("answer", registration=registration, action="cancel")
            self.assertEqual(response.status_code, 404)
        self.assertEqual(self.url_open(f"{LIST}/{2**40}").status_code, 404)

    def test_what_was_ticked_is_not_lost(self):
        response = self.post(
            "register", people=str(self.me.id), items=str(self.tour.id), lang="xx_XX"
        )
        self.assertRegex(
            response.text, rf'id="new-item-{self.tour.id}"[^>]*checked|checked[^>]*new-item'
        )

    def test_rules_of_the_programme(self):
        self.event.programme_id = self.programme
        self.programme.date_end = False
        self.authenticate(self.stranger.login, self.stranger.login)
        page = self.url_open(self.page).text
        self.assertIn("You cannot register yet", page)
        self.assertIn("No membership of Stranger SL", page)
        response = self.sign_up(self.stranger.partner_id)
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self.mine(self.stranger.partner_id))

    def test_over(self):
        with freeze_time("2030-05-22"):
            reason = self.event._get_cannot_register_reason()
        self.assertIn("has begun", reason)
        self.event.kanban_state = "cancel"
        self.assertEqual(self.sign_up().status_code, 422)

    def test_a_script_is_a_text(self):
        self.event.name = SCRIPT
        self.tour.name = SCRIPT
        self.people[0].name = SCRIPT
        self.register(self.people[0])
        for page in (LIST, self.page):
            text = self.url_open(page).text
            self.assertNotIn(SCRIPT, text)
            self.assertIn("&lt;script&gt;", text)

    # -- query counts ------------------------------------------------------------------

    def test_as_many_queries_for_500_as_for_10(self):
        counts = {"portal": [], "list": []}
        self.event.seats_max = 5
        self.register(self.me)
        specification = {
            "waiting_place": {},
            "name": {},
            "organisation_id": {"fields": {"display_name": {}}},
            "placement": {},
            "requested_on": {},
        }
        there = 0
        for number in (10, 10, 500):
            guests = self.env["res.partner"].create(
                [
                    {"name": f"Guest {there + one}", "parent_id": self.stranger_org.id}
                    for one in range(number - there)
                ]
            )
            there = number
            self.env["event.registration"]._make(
                [
                    {
                        "event_id": self.event.id,
                        "partner_id": guest.id,
                        "state": "draft",
                        "placement": "waiting",
                        "waiting_rank": guest.id,
                        "requested_on": "2026-01-01",
                    }
                    for guest in guests
                ]
            )
            counts["portal"].append(self.queries(self.portal_page))
            counts["list"].append(self.queries(self.staff_list, specification, number))
        self.assertEqual(counts["portal"][1], counts["portal"][2])
        self.assertEqual(counts["list"][1], counts["list"][2])

    def queries(self, act, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act(*args)
        return self.env.cr.sql_log_count - before

    def portal_page(self):
        events = self.env["event.event"].with_user(self.member_editor)
        event = events._portal_find(self.event.id)
        own = events.env["event.registration"]._portal_own(event)
        self.assertTrue(event._portal_agenda_values(own[:1])["days"])
        events._portal_agenda_cards()

    def staff_list(self, specification, number):
        registrations = self.env["event.registration"].with_user(self.staff)
        found = registrations.web_search_read(
            [("event_id", "=", self.event.id), ("placement", "=", "waiting")],
            specification,
            order="waiting_rank, id",
            limit=number,
        )
        self.assertEqual(len(found["records"]), number)
        self.assertEqual(found["records"][-1]["waiting_place"], number)
