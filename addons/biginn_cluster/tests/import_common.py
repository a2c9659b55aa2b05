import csv
import io

from .common import BiginnCommon

OPTIONS = {
    "has_headers": True,
    "separator": ",",
    "quoting": '"',
    "encoding": "utf-8",
    "date_format": "%Y-%m-%d",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}


class ImportCase(BiginnCommon):
    """Sends files through Odoo's own import, as the import screen does."""

    def run_import(self, user, model, content, dryrun=False):
        """The whole answer of the import of a CSV text."""
        header = next(csv.reader(io.StringIO(content)))
        wizard = (
            self.env["base_import.import"]
            .with_user(user)
            .create(
                {
                    "res_model": model,
                    "file": content.encode(),
                    "file_type": "text/csv",
                    "file_name": "rows.csv",
                }
            )
        )
        return wizard.execute_import(header, header, dict(OPTIONS), dryrun=dryrun)

    def import_rows(self, user, model, content):
        """The records of an import that must have no message."""
        result = self.run_import(user, model, content)
        self.assertFalse(result["messages"], result["messages"])
        self.env.invalidate_all()
        return self.env[model].browse(result["ids"])

    def messages(self, user, model, content):
        """What a wrong file is told; nothing of it is kept."""
        count = self.env[model].with_context(active_test=False).search_count([])
        result = self.run_import(user, model, content)
        self.assertFalse(result["ids"])
        self.assertEqual(self.env[model].with_context(active_test=False).search_count([]), count)
        return [message["message"] for message in result["messages"]]

    def export(self, user, records, names):
        """The CSV text that an import-compatible export of `records` gives."""
        rows = records.with_user(user).export_data(list(names))["datas"]
        target = io.StringIO()
        csv.writer(target).writerows([names, *rows])
        return target.getvalue()
