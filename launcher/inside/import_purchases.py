"""Import a purchase log into this clone's database (``./sunu import purchases``)."""

import argparse
import sys
from functools import partial
from pathlib import Path

from odoo.exceptions import UserError
from odoo.service.model import retrying

from .environment import argument_parser, configure, open_environment

MODEL = "sunumarche.purchase.import"
SHOWN_REFUSALS = 20
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}


def main() -> int:
    options = _read_arguments()
    configure(options.config, options.database)
    with open_environment(options.database) as env:
        if MODEL not in env:
            sys.exit(f"{options.database} has no model {MODEL}: run ./sunu up first.")
        # Imported here: the addons are found only once Odoo is configured.
        from odoo.addons.sunumarche_crm.engine.purchase_log import PurchaseLogError
        from odoo.addons.sunumarche_crm.wizards.purchase_import_messages import (
            error_text,
        )

        try:
            code = import_file(env, options)
        except PurchaseLogError as error:
            sys.exit(f"{options.file}: {error_text(env, error)}")
        except (UserError, OSError) as error:
            sys.exit(str(error))
        if code:
            env.cr.rollback()
        return code


def import_file(env, options: argparse.Namespace) -> int:
    """Preview, import and report; 0 if the file's purchases are in the database."""
    log_format = _recognise(options)
    print(_describe_format(log_format))
    _report_doubts(env, log_format)
    # Tried again, on a fresh view of the database, if another import got in between.
    report = retrying(partial(_preview_and_import, env, options, log_format), env)
    _report_refusals(env, report, options.refused)
    if not report.new and not report.refused:
        print("All of it was imported before: nothing to add.")
    return 0 if report.imported and (report.new or report.already) else 1


def _report_doubts(env, log_format) -> None:
    """Say what the headings leave open; stop where the import cannot go on."""
    from odoo.addons.sunumarche_crm.wizards.purchase_import_messages import doubt_texts

    for text in doubt_texts(env, log_format.doubts):
        print(f"  {text}")
    if missing := log_format.missing_roles:
        found = ", ".join(
            f"{place}={name}"
            for place, name in enumerate(log_format.header_names, start=1)
        )
        roles = ",".join(f"{role}=NUMBER" for role in missing)
        raise UserError(f"Name the columns: --columns {roles}. The file has {found}.")


def _preview_and_import(env, options: argparse.Namespace, log_format):
    asked = _make_options(env, options, log_format)
    wizard = env[MODEL]
    preview = wizard._preview_purchases(options.file, asked, _show("read"))
    _print_report("To import", preview)
    report = wizard._import_purchases(
        options.file, asked, _show("imported"), preview=preview
    )
    if report.imported:
        _print_report("Imported", report)
    return report


def _read_arguments() -> argparse.Namespace:
    parser = argument_parser(__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--source", help="where the log comes from (the file's name)")
    parser.add_argument("--company", help="by name; the main one otherwise")
    parser.add_argument("--currency", help="code, such as XOF; the company's otherwise")
    parser.add_argument("--match", choices=["create", "reference"], default="create")
    parser.add_argument("--atomic", choices=["file", "batch", "line"], default="file")
    parser.add_argument("--delimiter", help='"," ";" "|" tab, or fixed')
    parser.add_argument("--encoding")
    parser.add_argument("--date-format", help="such as dd/mm/yyyy")
    parser.add_argument("--decimal-mark", choices=[".", ","])
    parser.add_argument("--columns", type=_read_columns, help="customer=1,date=2,...")
    parser.add_argument("--refused", type=Path, help="write the refused lines as CSV")
    return parser.parse_args()


def _read_columns(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",")]
    if not all(role.strip() and column.strip() for role, _sign, column in pairs):
        raise argparse.ArgumentTypeError("write customer=1,date=2,amount=3")
    return {role.strip(): column.strip() for role, _sign, column in pairs}


def _recognise(options: argparse.Namespace):
    from odoo.addons.sunumarche_crm.engine.purchase_log import (
        DATE_FORMATS,
        ROLES,
        detect,
    )

    if unknown := (options.columns or {}).keys() - set(ROLES):
        sys.exit(f"Unknown columns {sorted(unknown)}; known: {', '.join(ROLES)}.")
    if options.date_format and options.date_format not in DATE_FORMATS:
        sys.exit(f"Unknown date format; known: {', '.join(DATE_FORMATS)}.")
    delimiter = DELIMITERS.get(options.delimiter, options.delimiter)
    given = {
        "encoding": options.encoding,
        "date_format": options.date_format,
        "decimal_mark": options.decimal_mark,
        "columns": options.columns,
        "kind": delimiter and ("fixed" if delimiter == "fixed" else "csv"),
        "delimiter": None if delimiter == "fixed" else delimiter,
    }
    return detect(options.file, given)


def _make_options(env, options: argparse.Namespace, log_format):
    from odoo.addons.sunumarche_crm.wizards.purchase_import_report import (
        PurchaseImportOptions,
    )

    company = _find(env["res.company"], options.company) or env.company
    currencies = env["res.currency"].with_context(active_test=False)
    currency = _find(currencies, options.currency) or company.currency_id
    return PurchaseImportOptions(
        source=_find_source(env, options.source or options.file.name),
        company=company,
        currency=currency,
        log_format=log_format,
        customer_match=options.match,
        atomicity=options.atomic,
    )


def _find(records, name: str | None):
    """The record of that name; nothing if no name is given."""
    if not name:
        return records.browse()
    found = records.search([("name", "=ilike", name)], limit=1)
    if not found:
        raise UserError(f"{records._description}: there is none named {name}.")
    return found


def _find_source(env, name: str):
    sources = env["sunumarche.purchase.source"].with_context(active_test=False)
    return sources.search([("name", "=ilike", name)], limit=1) or sources.create(
        {"name": name}
    )


def _show(verb: str):
    return partial(_print_progress, verb)


def _print_progress(verb: str, lines: int) -> None:
    print(f"\r{lines:,} lines {verb}", end="", file=sys.stderr, flush=True)


def _describe_format(log_format) -> str:
    columns = ", ".join(f"{role}={name}" for role, name in log_format.columns.items())
    separator = repr(log_format.delimiter) if log_format.delimiter else "aligned"
    return (
        f"Format: {log_format.encoding}, separator {separator}, "
        f"dates {log_format.date_format or '?'}, "
        f"decimals '{log_format.decimal_mark}', {columns}"
    )


def _print_report(verb: str, report) -> None:
    print(file=sys.stderr)
    print(
        f"{verb}: {report.new:,} of {report.lines:,} lines; already imported "
        f"{report.already:,}; refused {report.refused:,}"
    )
    if report.first_date:
        print(
            f"  {report.first_date} to {report.last_date}, total {report.total:,}, "
            f"in the company's currency {report.company_total:,}"
        )
        print(
            f"  customers: {len(report.new_customers):,} new, "
            f"{len(report.known_customers):,} known"
        )
    if report.rounded:
        print(
            f"  {report.rounded:,} amounts rounded to the currency's decimals: "
            f"{report.rounding_difference:+,} in all"
        )


def _report_refusals(env, report, path: Path | None) -> None:
    from odoo.addons.sunumarche_crm.wizards.purchase_import_messages import (
        reason_texts,
    )
    from odoo.addons.sunumarche_crm.wizards.purchase_import_report import write_refused

    texts = reason_texts(env)
    for line in report.refused_lines[:SHOWN_REFUSALS]:
        print(f"  line {line.number}: {texts[line.reason]} ({line.value})")
    if report.refused and not report.imported:
        print("Nothing was imported: correct these lines, or use --atomic line.")
    if path:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            write_refused(env, stream, report, texts)


if __name__ == "__main__":
    sys.exit(main())
