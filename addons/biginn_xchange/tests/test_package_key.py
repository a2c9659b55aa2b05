import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ..rules import package
from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestPackageKey(XchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = cls.env["biginn.package.key"]
        cls.content, cls.opened = cls.seal()
        cls.key = cls.keys.search([("company_id", "=", cls.cluster_company.id)])

    @classmethod
    def seal(cls, company=None, **payload):
        return cls.keys._seal(
            company or cls.cluster_company,
            "exchange",
            "0f8b2c5e-8d3a-4c61-9a57-2f1f2b3c4d5e",
            1,
            payload,
        )

    def test_one_key_per_company_signs_everything(self):
        self.assertEqual(len(self.key), 1)
        _content, again = self.seal(days=3)
        self.assertEqual(again.key, self.opened.key)
        self.assertEqual(self.opened.fingerprint, self.key.fingerprint)
        self.assertEqual(self.opened.sender["name"], "Cluster of tests")
        self.assertEqual(self.opened.sender["country"], "DK")
        _content, theirs = self.seal(self.other_company)
        self.assertNotEqual(theirs.key, self.opened.key)

    def test_nobody_reads_the_private_key(self):
        """Read, export, search, group, and order: neither staff, manager nor administrator."""
        secret = self.key.private_key
        self.assertEqual(len(base64.b64decode(secret)), 32)
        admin = self.env.ref("base.user_admin")
        admin.write(
            {
                "group_ids": [(4, self.env.ref("biginn_cluster.group_manager").id)],
                "company_ids": [(4, self.cluster_company.id)],
            }
        )
        for user in (self.staff, self.manager, admin):
            key = self.key.with_user(user).with_context(
                allowed_company_ids=self.cluster_company.ids
            )
            key.invalidate_recordset()
            with self.subTest(user=user.login):
                shown = json.dumps(key.read(), default=str)
                self.assertNotIn(secret, shown)
                self.assertIn(key.public_key, shown)
                self.assertNotIn("private_key", key.fields_get())
                self.assertFalse(key.copy_data()[0].get("private_key"))
                for peek in (
                    lambda key=key: key.private_key,
                    lambda key=key: key.read(["private_key"]),
                    lambda key=key: key.mapped("private_key"),
                    lambda key=key: key.search([("private_key", "like", secret[:1])]),
                    lambda key=key: key.search([("private_key", "!=", False)]),
                    lambda key=key: key.search(Domain.TRUE, order="private_key"),
                    lambda key=key: key.export_data(["private_key"]),
                    lambda key=key: key.formatted_read_group([], ["private_key"]),
                    lambda key=key: key.web_read({"private_key": {}}),
                    lambda key=key: key.web_search_read([], {"private_key": {}}),
                ):
                    with self.assertRaises(UserError):
                        peek()

    def test_nobody_writes_keys(self):
        accepted = self.accept()
        for user in (self.staff, self.manager):
            for record in (self.key, accepted):
                with self.subTest(user=user.login, model=record._name):
                    with self.assertRaises(AccessError):
                        record.with_user(user).write({"fingerprint": "x"})
                    with self.assertRaises(AccessError):
                        record.with_user(user).unlink()
                    with self.assertRaises(AccessError):
                        record.with_user(user).copy()
                    with self.assertRaises(AccessError):
                        record.with_user(user).create({"company_id": self.cluster_company.id})

    def test_rotation(self):
        old = self.key
        with self.assertRaises(AccessError):
            old.with_user(self.staff).action_rotate()
        with self.assertRaises(AccessError):
            old.with_user(self.other_manager).action_rotate()
        old.with_user(self.manager).action_rotate()
        self.assertFalse(old.active)
        self.assertFalse(old.private_key, "the old one can sign nothing any more")
        self.assertEqual(old.retired_by, self.manager)
        _content, opened = self.seal()
        self.assertNotEqual(opened.key, self.opened.key)
        count = self.keys.with_context(active_test=False).search_count(
            [("company_id", "=", self.cluster_company.id)]
        )
        old.with_user(self.manager).action_rotate()
        self.assertEqual(
            self.keys.with_context(active_test=False).search_count(
                [("company_id", "=", self.cluster_company.id)]
            ),
            count,
            "a second click makes no third key",
        )

    def test_the_first_look_makes_the_key(self):
        third = self.new_company("Third cluster", self.lithuania)
        user = self.new_user("third", "biginn_cluster.group_manager", company=third)
        keys = self.keys.with_user(user)
        self.assertFalse(keys.search([]))
        keys.action_show()
        self.assertEqual(keys.search([]).company_id, third)
        with self.assertRaises(AccessError):
            self.keys.with_user(self.staff).action_show()

    # -- keys of others ------------------------------------------------------------------

    def accept(self, user=None, company=None, partner=None, opened=None):
        return (
            self.env["biginn.accepted.key"]
            .with_user(user or self.other_manager)
            ._accept(
                company or self.other_company,
                opened or self.opened,
                self.cluster_company.partner_id if partner is None else partner,
            )
        )

    def test_a_manager_accepts_once(self):
        accepted = self.env["biginn.accepted.key"].with_user(self.other_manager)
        self.assertFalse(accepted._of(self.other_company, self.opened))
        key = self.accept()
        self.assertEqual(accepted._of(self.other_company, self.opened), key)
        self.assertFalse(accepted._of(self.cluster_company, self.opened), "each for itself")
        self.assertEqual(key.fingerprint_spelled.replace(" ", ""), self.opened.fingerprint)
        self.assertEqual(key.accepted_by, self.other_manager)
        self.assertEqual(self.accept(), key, "a second click changes nothing")

    def test_who_may_not_accept(self):
        with self.assertRaises(AccessError):
            self.accept(self.other_staff)
        with self.assertRaises(AccessError):
            self.accept(self.manager)
        with self.assertRaises(UserError):
            self.accept(partner=self.other_company.partner_id)
        with self.assertRaises(UserError):
            self.accept(partner=self.env["res.partner"])

    def test_a_withdrawn_key_opens_nothing(self):
        key = self.accept()
        with self.assertRaises(AccessError):
            key.with_user(self.other_staff).action_withdraw()
        with self.assertRaises(AccessError):
            key.with_user(self.manager).action_withdraw()
        key.action_withdraw()
        key.action_withdraw()
        accepted = self.env["biginn.accepted.key"].with_user(self.other_manager)
        self.assertFalse(accepted._of(self.other_company, self.opened))
        self.assertEqual(self.accept(), key)
        self.assertTrue(key.active)
        self.assertFalse(key.withdrawn_on)

    def test_another_clusters_keys_are_not_seen(self):
        key = self.accept()
        self.assertFalse(key.with_user(self.manager).search([]))
        with self.assertRaises(AccessError):
            key.with_user(self.manager).read(["fingerprint"])
        with self.assertRaises(AccessError):
            self.key.with_user(self.other_manager).read(["fingerprint"])

    def test_same_name_another_key(self):
        """Whoever calls itself like an accepted cluster is not taken for it."""
        self.accept()
        private, _public = package.new_key()
        content = package.seal(
            private,
            kind="exchange",
            uuid=self.opened.uuid,
            sequence=9,
            made_at=self.key.create_date,
            sender=self.opened.sender,
            payload={},
        )
        accepted = self.env["biginn.accepted.key"].with_user(self.other_manager)
        self.assertFalse(accepted._of(self.other_company, package.open_package(content)))
