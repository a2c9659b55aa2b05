from odoo.tests import tagged

from odoo.addons.biginn_xchange.hooks import uninstall_hook

from .common import XchangeCommon


@tagged("post_install", "-at_install")
class TestUninstallHook(XchangeCommon):
    def test_takes_ours_and_leaves_the_customers(self):
        exchange = self.new_exchange()
        attachments = self.env["ir.attachment"].create(
            [
                {"name": "ours", "res_model": "biginn.exchange", "res_id": exchange.id},
                {"name": "theirs", "res_model": "res.partner", "res_id": self.host_org.id},
            ]
        )
        filters = self.env["ir.filters"].create(
            [
                {"name": "ours", "model_id": "biginn.exchange"},
                {
                    "name": "names our field",
                    "model_id": "event.event",
                    "domain": "[('is_360', '=', True)]",
                },
                {"name": "theirs", "model_id": "event.event", "domain": "[('name', '=', 'x')]"},
            ]
        )
        parameters = self.env["ir.config_parameter"].create(
            [{"key": "biginn_xchange.x", "value": "1"}, {"key": "event.x", "value": "1"}]
        )
        uninstall_hook(self.env)
        self.assertEqual(attachments.exists().mapped("name"), ["theirs"])
        self.assertEqual(filters.exists().mapped("name"), ["theirs"])
        self.assertEqual(parameters.exists().mapped("key"), ["event.x"])
        self.assertFalse(self.staff.has_group("event.group_event_user"))
