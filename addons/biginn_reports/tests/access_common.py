"""Two companies of one database in one grant: the coordinator here, a beneficiary there."""

from odoo.service.model import call_kw

from .lock_common import LockCommon

LETTERS = dict(zip("rwcu", ("read", "write", "create", "unlink"), strict=True))


class AccessCommon(LockCommon):
    """`finance` keeps the books of the beneficiary; `coordinator` is finance of the company whose
    grant `joint` is; `outsider` is finance of a company that has nothing to do with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coordinator = cls.new_user(
            "coordinator", "biginn_reports.group_finance", cls.cluster_company
        )
        cls.outsider = cls.new_user(
            "outsider", "biginn_reports.group_finance", cls.other_company
        )
        cls.grant.company_id = cls.cluster_company
        cls.timesheet_user = cls.new_user(
            "timesheets", "base.group_user,hr_timesheet.group_hr_timesheet_user", cls.company
        )

    @staticmethod
    def call(records, user, method, *args):
        """As a call from outside: public methods only, with the rights of the user."""
        return call_kw(
            records.env(user=user, context={})[records._name],
            method,
            [records.ids, *args],
            {},
        )

    @staticmethod
    def as_user(records, user):
        """The records as the user has them on screen, with the user's own companies."""
        return records.with_env(records.env(user=user, context={}))

    def rights(self, user, model):
        records = self.env[model].with_user(user)
        return "".join(
            letter for letter, operation in LETTERS.items() if records.has_access(operation)
        )

    def seen(self, user, model, **context):
        return self.env[model].with_user(user).with_context(**context).search([])
