"""Hours know their work package without anybody typing it, and without grant rights."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import ReportsCommon


@tagged("post_install", "-at_install")
class TestWorkPackage(ReportsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_project()
        cls.project.privacy_visibility = "employees"
        cls.package = cls.grant.work_package_ids
        cls.second = cls.env["biginn.work.package"].create(
            {"grant_id": cls.grant.id, "code": "WP2", "name": "Exchanges"}
        )
        cls.worker = cls.new_user(
            "worker", "base.group_user,hr_timesheet.group_hr_timesheet_user", cls.company
        )
        cls.env["hr.employee"].create(
            {"name": "Worker", "user_id": cls.worker.id, "company_id": cls.company.id}
        )

    def log(self, task=None, **values):
        """Hours as the worker enters them."""
        return (
            self.env["account.analytic.line"]
            .with_user(self.worker)
            .create(
                {
                    "name": "Work",
                    "project_id": self.project.id,
                    "task_id": (task or self.task).id,
                    "unit_amount": 2,
                    "date": "2022-05-05",
                    **values,
                }
            )
        )

    def test_taken_over_from_the_task(self):
        self.assertEqual(self.log().work_package_id, self.package)

    def test_editable_on_the_line(self):
        line = self.log()
        line.work_package_id = self.second
        line.unit_amount = 3
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.work_package_id, self.second)
        self.assertEqual(self.log(work_package_id=self.second.id).work_package_id, self.second)

    def test_other_task_other_package(self):
        line = self.log()
        other = self.task.copy({"work_package_id": self.second.id})
        line.task_id = other
        self.assertEqual(line.work_package_id, self.second)

    def test_task_without_package_and_line_without_task(self):
        self.task.work_package_id = False
        self.assertFalse(self.log().work_package_id)
        self.assertFalse(self.log(task=self.env["project.task"]).work_package_id)

    def test_change_of_the_task_leaves_entered_hours(self):
        line = self.log()
        self.env.flush_all()
        self.task.work_package_id = self.second
        self.assertEqual(line.work_package_id, self.package)
        self.assertEqual(self.log().work_package_id, self.second)

    def test_worker_reads_packages_and_nothing_else(self):
        packages = self.env["biginn.work.package"].with_user(self.worker)
        self.assertIn(self.package, packages.search([]))
        self.assertTrue(packages.name_search("WP1"))
        for attempt in (
            lambda: self.package.with_user(self.worker).write({"name": "Mine"}),
            lambda: packages.create({"grant_id": self.grant.id, "code": "X", "name": "X"}),
            lambda: self.grant.with_user(self.worker).read(["number"]),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_worker_of_a_beneficiary_company(self):
        """The grant is coordinated elsewhere; its packages are here too."""
        self.grant.company_id = self.cluster_company
        packages = self.env["biginn.work.package"].with_user(self.worker)
        self.assertIn(self.package, packages.search([]))
        self.assertEqual(self.log().work_package_id.code, "WP1")

    def test_worker_of_a_company_outside_the_grant(self):
        stranger = self.new_user(
            "elsewhere", "base.group_user,hr_timesheet.group_hr_timesheet_user",
            self.other_company,
        )
        self.assertNotIn(
            self.package, self.env["biginn.work.package"].with_user(stranger).search([])
        )

    def test_task_form_of_a_worker(self):
        """The screens of people without grant rights open and save."""
        self.worker.group_ids |= self.env.ref("project.group_project_user")
        with Form(self.task.with_user(self.worker)) as form:
            self.assertEqual(form.work_package_id, self.package)
            form.work_package_id = self.second
        self.assertEqual(self.task.work_package_id, self.second)
        self.assertTrue(self.task.with_user(self.worker).copy())

    def test_task_form_without_timesheets(self):
        """Who enters no hours does not see the field, and is not stopped by it."""
        planner = self.new_user("planner", "project.group_project_user", self.company)
        form = Form(self.task.with_user(planner))
        self.assertNotIn("work_package_id", form._view["fields"])
        form.name = "Renamed"
        form.save()
        copy = self.task.with_user(planner).copy()
        self.assertEqual(copy.sudo().work_package_id, self.package)

    def test_list_of_my_timesheets(self):
        line = self.log()
        view = self.env.ref("hr_timesheet.hr_timesheet_line_tree")
        with Form(line.with_user(self.worker), view=view) as form:
            form.work_package_id = self.second
        self.assertEqual(line.work_package_id, self.second)
        self.assertEqual(
            line.with_user(self.worker).read(["work_package_id"])[0]["work_package_id"][0],
            self.second.id,
        )

    def test_timesheets_of_portal_readers(self):
        """A portal user who follows the project still reads its hours."""
        self.project.privacy_visibility = "portal"
        self.member_editor.company_ids |= self.company
        self.project.message_subscribe(self.member_editor.partner_id.ids)
        self.project.collaborator_ids = [
            Command.create({"partner_id": self.member_editor.partner_id.id})
        ]
        line = self.log()
        self.task.message_subscribe(self.member_editor.partner_id.ids)
        found = line.with_user(self.member_editor)
        self.assertEqual(found.read(["name", "unit_amount"])[0]["unit_amount"], 2)
        with self.assertRaises(AccessError):
            self.package.with_user(self.member_editor).read(["name"])

    def test_package_in_use_may_go_with_its_grant(self):
        """Hours stay when a package is taken back; they then name none."""
        line = self.log(work_package_id=self.second.id)
        self.second.unlink()
        self.env.invalidate_all()
        self.assertTrue(line.exists())
        self.assertFalse(line.work_package_id)
