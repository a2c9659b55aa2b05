from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestAccess(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.new_exchange()
        cls.event = cls.new_agenda()
        cls.item = cls.new_item(cls.event)

    def test_groups(self):
        self.assertTrue(self.staff.has_group("event.group_event_user"))
        self.assertFalse(self.employee.has_group("event.group_event_user"))

    def test_matrix(self):
        """Who may do what with which model: read, write, create, unlink."""
        everybody = (
            self.manager,
            self.staff,
            self.employee,
            self.member_editor,
            self.env.ref("base.public_user"),
        )
        for model, rights in {
            "biginn.exchange": ("rwcu", "rwcu", "", "r", ""),
            "biginn.exchange.finding": ("r", "r", "", "", ""),
            "biginn.finding.override": ("rwc", "", "", "", ""),
            "biginn.programme": ("rwcu", "r", "r", "", ""),
            "biginn.programme.rate": ("rwcu", "r", "r", "", ""),
            "biginn.programme.eligibility": ("rwcu", "r", "r", "", ""),
            "biginn.public.holiday": ("rwcu", "r", "", "", ""),
            "biginn.agenda.item": ("rwcu", "rwcu", "", "", ""),
            "biginn.agenda.place": ("rwcu", "rwc", "", "", ""),
        }.items():
            for user, expected in zip(everybody, rights, strict=True):
                records = self.env[model].with_user(user)
                got = "".join(
                    letter
                    for letter, operation in zip(
                        "rwcu", ("read", "write", "create", "unlink"), strict=True
                    )
                    if records.has_access(operation)
                )
                with self.subTest(model=model, user=user.login):
                    self.assertEqual(got, expected)

    def test_companies(self):
        theirs = self.exchange.with_user(self.other_manager)
        self.assertEqual(theirs.lump_sum, 560, "the host's cluster reads")
        self.assertTrue(theirs.finding_ids.mapped("message"))
        for values in ({"notes": "Ours"}, {"agreed_amount": 1}, {"date_end": "2023-05-13"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                theirs.write(values)
        self.assertIn(self.cluster_company.name, theirs.waiting_for)
        for target in ("validated", "paid"):
            with self.subTest(target=target), self.assertRaises(UserError):
                theirs.write({"state": target})
        with self.assertRaises(AccessError):
            theirs.unlink()
        with self.assertRaises(AccessError):
            self.new_exchange(self.other_manager)
        self.assertEqual(self.exchange.state, "draft")

    def test_a_third_cluster_sees_nothing(self):
        third = self.new_company("Third cluster", self.lithuania)
        user = self.new_user("third", "biginn_cluster.group_manager", company=third)
        exchanges = self.env["biginn.exchange"].with_user(user)
        self.assertFalse(exchanges.search([("id", "=", self.exchange.id)]))
        with self.assertRaises(AccessError):
            self.exchange.with_user(user).read(["name"])
        self.assertFalse(self.env["biginn.exchange.finding"].with_user(user).search([]))
        with self.assertRaises(AccessError):
            self.item.with_user(user).read(["name"])

    def test_shared_agenda_is_seen_by_all_clusters(self):
        with self.assertRaises(AccessError):
            self.item.with_user(self.other_staff).read(["name"])
        self.event.company_id = False
        self.assertEqual(self.item.with_user(self.other_staff).name, self.item.name)

    def test_portal_reads_the_own_organisations(self):
        exchanges = self.env["biginn.exchange"]
        for user, expected in [
            (self.member_editor, self.exchange),
            (self.member_reader, self.exchange),
            (self.stranger, exchanges),
        ]:
            with self.subTest(user=user.login):
                found = exchanges.with_user(user).search([("id", "=", self.exchange.id)])
                self.assertEqual(found, expected)
        mine = self.exchange.with_user(self.member_reader)
        self.assertEqual(mine.read(["name", "state"])[0]["state"], "draft")
        self.assertIn("560.00", mine._portal_values()["amount"])
        self.assertIn("560.00", mine._portal_values()["amount_explanation"])
        for name in ("finding_ids", "notes", "lump_sum_facts", "user_id", "message_ids"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                mine.read([name])
        for values in ({"notes": "x"}, {"state": "paid"}, {"agreed_amount": 1100}):
            with self.subTest(values=values), self.assertRaises(UserError):
                mine.write(values)
        for method in ("action_validate", "action_request_signatures", "action_check"):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(mine, method)()
        with self.assertRaises(AccessError):
            self.exchange.with_user(self.stranger).read(["name"])

    def test_portal_host_reads_too(self):
        host_user = self.new_member("host", self.host_org)
        theirs = self.exchange.with_user(host_user)
        self.assertEqual(theirs.name, self.exchange.name)
        # what is paid to whom is between the visitor and its partnership
        recounted = self.exchange._recount_facts(3, {"agreed_amount": 280})
        self.exchange._store({"stay_facts": recounted})
        for name in (
            "lump_sum",
            "agreed_amount",
            "lump_sum_explanation",
            "stay_explanation",
            "bank_account_id",
            "bill_id",
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                theirs.read([name])
            with self.subTest(sought=name), self.assertRaises(AccessError):
                theirs.search([(name, "!=", False)])
        for state in ("draft", "reporting", "completed", "paid"):
            self.exchange._store({"state": state, "ended_on": "2023-05-12"})
            self.assertNotRegex(str(theirs._portal_values()), "560|280")

    def test_findings_are_not_written_by_hand(self):
        finding = self.exchange.finding_ids[0]
        for user in (self.staff, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                finding.with_user(user).write({"ok": True})

    def test_other_clusters_manager_overrides_nothing(self):
        exchange = self.new_exchange(host_id=self.stranger_org.id, distance_km=900)
        exchange.host_partnership_id = self.other_company.partner_id
        finding = exchange.finding_ids.filtered("is_open").with_user(self.other_manager)
        with self.assertRaises(AccessError):
            finding.action_override("Ours")

    def test_an_employee_without_a_role_still_works_with_contacts(self):
        """Our extensions of core models ask nothing of those who have no role with us."""
        editor = self.new_user("contacts", "base.group_user,base.group_partner_manager")
        self.host_org.with_user(editor).write({"country_id": self.spain.id})
        self.assertEqual(self.exchange.host_country_id, self.spain)
        desk = self.new_user("desk", "base.group_user,event.group_event_registration_desk")
        self.assertEqual(self.event.with_user(desk).agenda_hours, 1)
