from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import BiginnCommon


@tagged("post_install", "-at_install")
class TestTodayTour(BiginnCommon, HttpCase):
    def test_staff_open_today_and_take_the_next_thing(self):
        for organisation, days in ((self.member_org, 12), (self.stranger_org, 3)):
            self.new_membership(
                organisation,
                approved_on=False,
                applied_on=fields.Date.today() - timedelta(days=days),
            )
        menu = self.env.ref("biginn_cluster.menu_root")
        action = menu.with_user(self.staff).load_web_menus(False)[menu.id]["actionPath"]
        self.assertEqual(action, "today", "staff land there")
        self.start_tour("/odoo/today", "biginn_staff_today", login=self.staff.login)
