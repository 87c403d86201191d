"""The words for what the reader of purchase logs refuses, in the user's language."""


def reason_texts(env) -> dict[str, str]:
    """What each reason to refuse a line means."""
    return {
        "after_cutover": env._("Dated on or after the company's cut-over date"),
        "ambiguous_customer": env._("Several contacts have this reference"),
        "amount_too_big": env._("Amount too big"),
        "bad_amount": env._("Not an amount"),
        "bad_date": env._("Not a date in the file's date format"),
        "bad_quantity": env._("Not a quantity"),
        "bad_quotes": env._("Text after a closing quotation mark"),
        "batch_refused": env._("Good line, but another line of its batch is refused"),
        "conflicting_key": env._("This line key already stands for other content"),
        "date_too_old": env._("Date before 1900"),
        "field_too_long": env._("More than 200 characters in a column"),
        "future_date": env._("Date in the future"),
        "line_too_long": env._("More than 10,000 characters in a line"),
        "missing_amount": env._("No amount"),
        "missing_customer": env._("No customer code"),
        "negative_amount": env._("Negative amount on a line not marked as a refund"),
        "no_rate": env._("No exchange rate is known on or before this date"),
        "not_text": env._("Characters that cannot be read in the file's encoding"),
        "open_quote": env._("Quotation mark that is never closed"),
        "other_currency": env._("Amount in another currency than the file's"),
        "too_few_columns": env._("Too few columns"),
        "too_many_columns": env._("Too many columns"),
        "too_many_decimals": env._("More than four decimals"),
        "unknown_customer": env._("No contact has this reference"),
        "unknown_kind": env._("Neither a purchase nor a refund"),
    }


def doubt_texts(env, doubts) -> list[str]:
    """What is asked about the columns, and what one should know of them."""
    return [_doubt_text(env, doubt.code, ", ".join(doubt.columns)) for doubt in doubts]


def _doubt_text(env, code: str, columns: str) -> str:
    texts = {
        "amount": env._(
            "Which column is the untaxed amount of the line? It could be: %(columns)s.",
            columns=columns,
        ),
        "price": env._(
            "Is %(columns)s the price of one piece, or the amount of the line? Name it "
            "as unit price (it is multiplied by the quantity) or as amount.",
            columns=columns,
        ),
        "same_heading": env._(
            "Several columns have the same heading: %(columns)s. Name the right one by "
            "its number.",
            columns=columns,
        ),
        "reference": env._(
            "Does one of these columns tell the lines of a customer apart: %(columns)s?"
            " Then name it as line key. Otherwise the whole line is compared.",
            columns=columns,
        ),
        "multiplied": env._(
            "The amount of a line is computed: %(columns)s, multiplied.",
            columns=columns,
        ),
        "repeated_key": env._(
            "%(columns)s stands on several lines of one customer: each whole line is "
            "compared instead.",
            columns=columns,
        ),
        "first_sheet": env._(
            "Only the first sheet is read, not: %(columns)s.", columns=columns
        ),
    }
    return texts[code]


def error_text(env, error) -> str:
    """Why a file cannot be read at all, and what to do about it."""
    return _error_texts(env, error.values)[error.code]


def _error_texts(env, values: dict[str, str]) -> dict[str, str]:
    return _content_texts(env) | {
        "missing_columns": env._(
            "Which columns hold the customer, the date and the amount? "
            "Columns found: %(found)s.",
            found=values.get("found") or "?",
        ),
        "unknown_column": env._(
            "The file has no column “%(column)s”. Columns found: %(found)s.",
            column=values.get("column", ""),
            found=values.get("found") or "?",
        ),
        "same_heading": _doubt_text(env, "same_heading", values.get("columns", "")),
        "mixed_columns": env._(
            "Give all columns as ranges of characters (1-6, 7-15...), or none."
        ),
        "no_date_format": env._(
            "The dates of the file are in no format that is known. Check which "
            "column holds the date, and choose the date format."
        ),
        "unknown_encoding": env._(
            "The encoding “%(encoding)s” is not known.",
            encoding=values.get("encoding", ""),
        ),
    }


def _content_texts(env) -> dict[str, str]:
    return {
        "empty_file": env._("The file is empty."),
        "only_header": env._("The file has a header line and nothing below it."),
        "spreadsheet": env._(
            "This spreadsheet cannot be read. Save the sheet as .xlsx or CSV, then "
            "import that file."
        ),
        "pdf": env._("This is a PDF document. Import a CSV or text file."),
        "compressed": env._("This file is compressed. Unpack it, then import it."),
        "binary_file": env._(
            "This file is not text. Save it as CSV in UTF-8, then import it."
        ),
        "bad_header": env._("The first line of the file cannot be read."),
        "wrong_encoding": env._(
            "The file cannot be read in this encoding. Choose another one."
        ),
    }
