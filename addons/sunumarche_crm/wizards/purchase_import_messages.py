"""The words for what the reader of purchase logs refuses, in the user's language."""


def reason_texts(env) -> dict[str, str]:
    """What each reason to refuse a line means."""
    _ = env._
    return {
        "after_cutover": _("Dated on or after the company's cut-over date"),
        "ambiguous_customer": _("Several contacts have this reference"),
        "amount_too_big": _("Amount too big"),
        "bad_amount": _("Not an amount"),
        "bad_date": _("Not a date in the file's date format"),
        "bad_quantity": _("Not a quantity"),
        "bad_quotes": _("Text after a closing quotation mark"),
        "batch_refused": _("Good line, but another line of its batch is refused"),
        "conflicting_key": _("This line key already stands for other content"),
        "date_too_old": _("Date before 1900"),
        "field_too_long": _("More than 200 characters in a column"),
        "future_date": _("Date in the future"),
        "line_too_long": _("More than 10,000 characters in a line"),
        "missing_amount": _("No amount"),
        "missing_customer": _("No customer code"),
        "negative_amount": _("Negative amount on a line not marked as a refund"),
        "no_rate": _("No exchange rate is known on or before this date"),
        "not_text": _("Characters that cannot be read in the file's encoding"),
        "open_quote": _("Quotation mark that is never closed"),
        "other_currency": _("Amount in another currency than the file's"),
        "too_few_columns": _("Too few columns"),
        "too_many_columns": _("Too many columns"),
        "too_many_decimals": _("More than four decimals"),
        "unknown_customer": _("No contact has this reference"),
        "unknown_kind": _("Neither a purchase nor a refund"),
    }


def error_text(env, error) -> str:
    """Why a file cannot be read at all, and what to do about it."""
    return _error_texts(env, error.values)[error.code]


def _error_texts(env, values: dict[str, str]) -> dict[str, str]:
    _ = env._
    return _content_texts(_) | {
        "missing_columns": _(
            "Which columns hold the customer, the date and the amount? "
            "Columns found: %(found)s.",
            found=values.get("found") or "?",
        ),
        "unknown_column": _(
            "The file has no column “%(column)s”. Columns found: %(found)s.",
            column=values.get("column", ""),
            found=values.get("found") or "?",
        ),
        "mixed_columns": _(
            "Give all columns as ranges of characters (1-6, 7-15...), or none."
        ),
        "no_date_format": _(
            "The dates of the file are in no format that is known. Check which "
            "column holds the date, and choose the date format."
        ),
        "unknown_encoding": _(
            "The encoding “%(encoding)s” is not known.",
            encoding=values.get("encoding", ""),
        ),
    }


def _content_texts(_) -> dict[str, str]:
    return {
        "empty_file": _("The file is empty."),
        "only_header": _("The file has a header line and nothing below it."),
        "spreadsheet": _(
            "This is a spreadsheet or an archive. Save the sheet as CSV, then "
            "import the CSV file."
        ),
        "pdf": _("This is a PDF document. Import a CSV or text file."),
        "compressed": _("This file is compressed. Unpack it, then import it."),
        "binary_file": _(
            "This file is not text. Save it as CSV in UTF-8, then import it."
        ),
        "bad_header": _("The first line of the file cannot be read."),
        "wrong_encoding": _(
            "The file cannot be read in this encoding. Choose another one."
        ),
    }
