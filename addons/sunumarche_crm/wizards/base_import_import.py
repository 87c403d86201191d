from odoo import models


class BaseImport(models.TransientModel):
    """The import screen, which tells what it loads whether it only tests the file."""

    _inherit = "base_import.import"

    def execute_import(self, fields, columns, options, dryrun=False):
        importer = self.with_context(import_dryrun=dryrun)
        return super(BaseImport, importer).execute_import(
            fields, columns, options, dryrun=dryrun
        )
