import io
import random
import tempfile
import zipfile
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

from openpyxl import Workbook

from odoo.tests import BaseCase, tagged

from odoo.addons.sunumarche_crm.engine.purchase_log import (
    Doubt,
    PurchaseLine,
    PurchaseLogError,
    PurchaseLogFormat,
    RefusedLine,
    detect,
    parse,
)
from odoo.addons.sunumarche_crm.engine.purchase_log_values import (
    BadValue,
    guess_date_format,
    guess_decimal_mark,
    parse_amount,
    parse_date,
    plain_decimal,
)

FRENCH = """Code client;Nom;Date;Quantité;Montant;N° ticket;Avoir
C1;Aïssatou N'Diaye;05/01/2024;2;1 234,50;T1;
C1;Aïssatou N'Diaye;06/01/2024;1;500;T2;avoir
C2;"Ba; Fatou";25/12/2023;;0;T3;
"""
FIXED = """ customer_id  date number_of_cds  dollar_value
 00001 19970101  1   11.77
 00002 19970112  1   12.00
"""


def make_archive(name):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "x")
    return stream.getvalue()


def make_workbook(*rows, sheets=("Ventes",)):
    workbook = Workbook()
    for title in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del workbook["Sheet"]
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


class PurchaseLogCase(BaseCase):
    def read_lines(self, text, given=None):
        """The lines of a text as they are read in the format that is recognised."""
        content = text.encode() if isinstance(text, str) else text
        return list(parse(content, detect(content, given)))

    def refusals(self, text, given=None):
        return [
            (line.number, line.reason, line.value)
            for line in self.read_lines(text, given)
            if isinstance(line, RefusedLine)
        ]

    def assert_error(self, code, content, given=None):
        with self.assertRaises(PurchaseLogError) as caught:
            list(parse(content, detect(content, given)))
        self.assertEqual(caught.exception.code, code)
        return caught.exception


@tagged("post_install", "-at_install")
class TestPurchaseLogFormat(PurchaseLogCase):
    def test_french_csv_is_recognised(self):
        log_format = detect(FRENCH.encode())
        self.assertEqual(
            log_format,
            PurchaseLogFormat(
                kind="csv",
                encoding="utf-8",
                delimiter=";",
                header=True,
                date_format="dd/mm/yyyy",
                decimal_mark=",",
                columns={
                    "customer": "Code client",
                    "date": "Date",
                    "amount": "Montant",
                    "quantity": "Quantité",
                    "line_key": "N° ticket",
                    "customer_name": "Nom",
                    "kind": "Avoir",
                },
                header_names=(
                    "Code client",
                    "Nom",
                    "Date",
                    "Quantité",
                    "Montant",
                    "N° ticket",
                    "Avoir",
                ),
            ),
        )

    def test_french_csv_is_read_exactly(self):
        self.assertEqual(
            self.read_lines(FRENCH),
            [
                PurchaseLine(
                    number=2,
                    customer="C1",
                    date=date(2024, 1, 5),
                    amount=Decimal("1234.5"),
                    quantity=Decimal(2),
                    line_key="T1",
                    customer_name="Aïssatou N'Diaye",
                ),
                PurchaseLine(
                    number=3,
                    customer="C1",
                    date=date(2024, 1, 6),
                    amount=Decimal(-500),
                    quantity=Decimal(1),
                    kind="refund",
                    line_key="T2",
                    customer_name="Aïssatou N'Diaye",
                ),
                PurchaseLine(
                    number=4,
                    customer="C2",
                    date=date(2023, 12, 25),
                    amount=Decimal(0),
                    line_key="T3",
                    customer_name="Ba; Fatou",
                ),
            ],
        )

    def test_fixed_width_text_is_recognised_and_read(self):
        for end in ("\n", "\r\n"):
            with self.subTest(end=end):
                content = FIXED.replace("\n", end).encode()
                log_format = detect(content)
                self.assertEqual(log_format.kind, "fixed")
                self.assertEqual(log_format.date_format, "yyyymmdd")
                self.assertEqual(
                    [
                        (line.number, line.customer, line.date, line.amount)
                        for line in parse(content, log_format)
                    ],
                    [
                        (2, "00001", date(1997, 1, 1), Decimal("11.77")),
                        (3, "00002", date(1997, 1, 12), Decimal(12)),
                    ],
                )

    def test_fixed_width_text_with_unknown_headers_goes_by_order(self):
        log_format = detect(b"ident jour_x nn ff\n7 20240105 3 12.5\n")
        self.assertEqual(
            log_format.columns,
            {"customer": "1", "date": "2", "quantity": "3", "amount": "4"},
        )

    def test_columns_of_a_fixed_width_text_may_be_ranges_of_characters(self):
        lines = self.read_lines(
            "A 01 20240105   12.50\nB 0220240106    7.00\n",
            {
                "kind": "fixed",
                "header": False,
                "columns": {"customer": "1-4", "date": "5-13", "amount": "14-22"},
            },
        )
        self.assertEqual(
            [(line.customer, line.date.day, line.amount) for line in lines],
            [("A 01", 5, Decimal("12.5")), ("B 02", 6, Decimal(7))],
        )

    def test_delimiters_and_encodings_are_recognised(self):
        encodings = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
        for delimiter, encoding in product(",;\t|", encodings):
            with self.subTest(delimiter=delimiter, encoding=encoding):
                text = "Client|Date|Montant|Nom\nC1|2024-01-05|12|Élodie Sène\n"
                content = text.replace("|", delimiter).encode(encoding)
                log_format = detect(content)
                self.assertEqual(log_format.encoding, encoding)
                self.assertEqual(log_format.delimiter, delimiter)
                (line,) = parse(content, log_format)
                self.assertEqual(line.customer_name, "Élodie Sène")

    def test_a_file_mostly_in_utf8_is_not_taken_for_cp1252(self):
        content = "Client,Date,Montant\nÉlodie,2024-01-05,1\nÉlé,2024-01-05,2\n"
        broken = content.encode() + b"Abb\xe9,2024-01-06,3\n"
        self.assertEqual(detect(broken).encoding, "utf-8")
        self.assertEqual([r[:2] for r in self.refusals(broken)], [(4, "not_text")])

    def test_the_more_telling_header_wins(self):
        columns = detect(
            b"Client,Code client,Date,Total,Id\nx,1,2024-01-05,2,9\n"
        ).columns
        self.assertEqual(columns["customer"], "Code client")
        self.assertEqual(columns["customer_name"], "Client")
        self.assertNotIn("line_key", columns)

    def test_columns_may_be_given_by_number_without_a_header(self):
        lines = self.read_lines(
            "2024-01-05,C1,12\n2024-01-06,C2,13\n",
            {"columns": {"customer": "2", "date": "1", "amount": "3"}},
        )
        self.assertEqual([line.customer for line in lines], ["C1", "C2"])
        self.assertEqual([line.number for line in lines], [1, 2])

    def test_what_is_given_is_taken(self):
        content = b"Client;Date;Total\nC1;01/02/2024;1,234\n"
        given = {"date_format": "mm/dd/yyyy", "decimal_mark": "."}
        (line,) = parse(content, detect(content, given))
        self.assertEqual(line.date, date(2024, 1, 2))
        self.assertEqual(line.amount, Decimal(1234))

    def test_a_path_reads_as_its_content(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "journal d'achats.csv"
            path.write_text(FRENCH, encoding="utf-8")
            self.assertEqual(list(parse(path, detect(path))), self.read_lines(FRENCH))


@tagged("post_install", "-at_install")
class TestPurchaseLogValues(PurchaseLogCase):
    def test_dates(self):
        for text, date_format, expected in (
            ("20240229", "yyyymmdd", date(2024, 2, 29)),
            ("20230229", "yyyymmdd", None),
            ("2024-1-5", "yyyy-mm-dd", date(2024, 1, 5)),
            ("2024-01-05 10:33:00", "yyyy-mm-dd", date(2024, 1, 5)),
            ("2024-01-05T10:33:00Z", "yyyy-mm-dd", date(2024, 1, 5)),
            ("2024/01/05", "yyyy/mm/dd", date(2024, 1, 5)),
            ("31/12/2024", "dd/mm/yyyy", date(2024, 12, 31)),
            ("31-12-2024", "dd-mm-yyyy", date(2024, 12, 31)),
            ("31.12.2024", "dd.mm.yyyy", date(2024, 12, 31)),
            ("12/31/2024", "mm/dd/yyyy", date(2024, 12, 31)),
            ("31/12/2024", "mm/dd/yyyy", None),
            ("31/12/24", "dd/mm/yyyy", None),
            ("00000000", "yyyymmdd", None),
            ("٢٠٢٤٠١٠٥", "yyyymmdd", None),
            ("", "yyyymmdd", None),
        ):
            with self.subTest(text=text, date_format=date_format):
                self.assertEqual(parse_date(text, date_format), expected)

    def test_month_first_only_where_day_first_is_impossible(self):
        self.assertEqual(guess_date_format(["01/02/2024"]), "dd/mm/yyyy")
        self.assertEqual(guess_date_format(["01/02/2024", "02/13/2024"]), "mm/dd/yyyy")
        self.assertEqual(guess_date_format(["13/02/2024", "02/13/2024"]), "dd/mm/yyyy")
        self.assertEqual(guess_date_format(["hier"]), "")

    def test_amounts(self):
        for text, mark, expected in (
            ("12", ".", "12"),
            ("12.5", ",", "12.5"),
            ("12,5", ".", "12.5"),
            ("1 234,50", ",", "1234.5"),
            ("1\u202f234,50", ",", "1234.5"),
            ("1\u00a0234\u00a0567", ".", "1234567"),
            ("1.234,50", ".", "1234.5"),
            ("1,234.50", ",", "1234.5"),
            ("1.234.567", ".", "1234567"),
            ("1'234.50", ".", "1234.5"),
            ("1,234", ",", "1.234"),
            ("1,234", ".", "1234"),
            ("1.234", ",", "1234"),
            ("0.123", ",", "0.123"),
            ("1234,567", ".", "1234.567"),
            (".5", ".", "0.5"),
            ("12.", ".", "12"),
            ("-12,50", ",", "-12.5"),
            ("12,50-", ",", "-12.5"),
            ("\u221212", ".", "-12"),
            ("(1 500)", ",", "-1500"),
            ("+3", ".", "3"),
            ("-0", ".", "0"),
            ("5 000 FCFA", ",", "5000"),
            ("5 000 F CFA", ",", "5000"),
            ("5000F", ",", "5000"),
            ("XOF 5 000", ",", "5000"),
            ("12,50 €", ",", "12.5"),
            ("-$12.50", ".", "-12.5"),
            ("99999999999.9999", ".", "99999999999.9999"),
        ):
            with self.subTest(text=text, mark=mark):
                self.assertEqual(parse_amount(text, mark), Decimal(expected))

    def test_what_is_no_amount(self):
        for text, reason in (
            ("douze", "bad_amount"),
            ("12 34", "bad_amount"),
            ("1 23,5", "bad_amount"),
            ("1,23,456", "bad_amount"),
            ("1e5", "bad_amount"),
            ("0x10", "bad_amount"),
            ("nan", "bad_amount"),
            ("Infinity", "bad_amount"),
            ("١٢", "bad_amount"),
            ("-(12)", "bad_amount"),
            ("-12-", "bad_amount"),
            ("(12", "bad_amount"),
            ("--12", "bad_amount"),
            (".", "bad_amount"),
            ("=1+1", "bad_amount"),
            ("12.34567", "too_many_decimals"),
            ("100000000000", "amount_too_big"),
            ("9" * 150, "amount_too_big"),
        ):
            with self.subTest(text=text):
                with self.assertRaises(BadValue) as caught:
                    parse_amount(text, ".")
                self.assertEqual(str(caught.exception), reason)

    def test_an_amount_in_another_currency_is_refused(self):
        self.assertEqual(parse_amount("5 000 FCFA", ",", "XOF"), Decimal(5000))
        self.assertEqual(parse_amount("5 €", ",", "EUR"), Decimal(5))
        self.assertEqual(parse_amount("5", ",", "EUR"), Decimal(5))
        for text, currency in (("5 €", "XOF"), ("5 USD", "EUR"), ("5 F", "EUR")):
            with self.subTest(text=text), self.assertRaisesRegex(BadValue, "other_c"):
                parse_amount(text, ",", currency)

    def test_the_mark_is_what_most_amounts_show(self):
        self.assertEqual(guess_decimal_mark(["1,234", "1,5", "2,75"], "."), ",")
        self.assertEqual(guess_decimal_mark(["1,234", "1.234.567"], "."), ",")
        self.assertEqual(guess_decimal_mark(["1,234", "12"], "."), ".")
        self.assertEqual(guess_decimal_mark(["1,5", "1.5"], ";"), ";")

    def test_one_figure_has_one_text(self):
        for texts in (("10", "10.0", "10.0000"), ("0", "0.0", "0.000")):
            self.assertEqual(len({plain_decimal(Decimal(text)) for text in texts}), 1)
        self.assertEqual(plain_decimal(None), "")

    def test_what_is_written_is_read_again(self):
        """On random lines, in every delimiter, date format and decimal mark."""
        chance = random.Random(20260101)
        formats = {
            "yyyymmdd": "%Y%m%d",
            "yyyy-mm-dd": "%Y-%m-%d",
            "dd/mm/yyyy": "%d/%m/%Y",
            "mm/dd/yyyy": "%m/%d/%Y",
        }
        for delimiter, mark, name in product(",;\t|", ".,", formats):
            lines = [_random_line(chance, number) for number in range(2, 40)]
            text = "".join(
                _written(line, delimiter, mark, formats[name]) for line in lines
            )
            header = delimiter.join(
                ["client", "date", "quantite", "montant", "type", "ticket", "nom"]
            )
            with self.subTest(delimiter=delimiter, mark=mark, name=name):
                given = {"decimal_mark": mark, "date_format": name}
                self.assertEqual(self.read_lines(f"{header}\n{text}", given), lines)


def _random_line(chance, number):
    kind = chance.choice(["purchase", "refund"])
    amount = Decimal(chance.randrange(10**9)) / 10 ** chance.randrange(4)
    letters = "aéŒ'\"; |,\\%Nç"
    name = "".join(chance.choice(letters) for _ in range(chance.randrange(12)))
    return PurchaseLine(
        number=number,
        customer=f"C{chance.randrange(10):03}",
        date=date(1990 + chance.randrange(30), 1 + chance.randrange(12), 15),
        amount=amount if kind == "purchase" else -amount,
        quantity=chance.choice([None, Decimal(chance.randrange(99))]),
        kind=kind,
        line_key=f"T{number}",
        customer_name=name.strip(),
    )


def _written(line, delimiter, mark, date_format):
    quoted = '"{}"'.format(line.customer_name.replace('"', '""'))
    amount = f"{abs(line.amount):,f}"
    if mark == ",":
        amount = amount.translate(str.maketrans(",.", " ,"))
    fields = [
        line.customer,
        line.date.strftime(date_format),
        "" if line.quantity is None else str(line.quantity),
        f'"{amount}"',
        line.kind,
        line.line_key,
        quoted,
    ]
    return delimiter.join(fields) + "\n"


@tagged("post_install", "-at_install")
class TestPurchaseLogColumns(PurchaseLogCase):
    """What the headings say, and what only a person can."""

    def doubts(self, header, line="C1,2024-01-05,2,3,4"):
        width = header.count(",") + 1
        text = f"{header}\n{','.join(line.split(',')[:width])}\n"
        log_format = detect(text.encode())
        return log_format, {one.code: one.columns for one in log_format.doubts}

    def test_two_columns_that_may_be_the_amount_are_asked_about(self):
        for header, columns in (
            ("client,date,Montant,Montant", ("Montant (3)", "Montant (4)")),
            ("client,date,Montant TTC,Total", ("Montant TTC (3)", "Total (4)")),
            ("client,date,Montant TTC", ("Montant TTC (3)",)),
            ("client,date,Total HT,Montant HT", ("Total HT (3)", "Montant HT (4)")),
            ("client,date,prix unitaire,PU", ("prix unitaire (3)", "PU (4)")),
        ):
            with self.subTest(header=header):
                log_format, doubts = self.doubts(header)
                self.assertEqual(doubts["amount"], columns)
                self.assertEqual(log_format.missing_roles, ["amount"])

    def test_the_untaxed_amount_wins(self):
        for header, name in (
            ("client,date,Montant TTC,Montant HT", "Montant HT"),
            ("client,date,Total,TVA,Remise totale", "Total"),
            ("client,date,prix", "prix"),
        ):
            with self.subTest(header=header):
                log_format, doubts = self.doubts(header)
                self.assertEqual(log_format.columns["amount"], name)
                self.assertNotIn("amount", doubts)

    def test_a_price_beside_a_quantity_is_asked_about(self):
        log_format, doubts = self.doubts("client,date,Quantité,Prix")
        self.assertEqual(doubts["price"], ("Prix (4)",))
        self.assertEqual(log_format.missing_roles, ["amount"])

    def test_a_unit_price_is_multiplied(self):
        text = "client;date;Quantité;Prix unitaire\nC1;05/01/2024;3;1 000\n"
        log_format = detect(text.encode())
        self.assertEqual(
            log_format.doubts, (Doubt("multiplied", ("Quantité", "Prix unitaire")),)
        )
        [line] = self.read_lines(text)
        self.assertEqual((line.quantity, line.amount), (3, 3000))
        self.assertEqual(
            self.refusals(text + "C1;05/01/2024;;1 000\n"), [(3, "bad_quantity", "")]
        )
        self.assertEqual(
            self.refusals(text + "C1;05/01/2024;900000;900000\n"),
            [(3, "amount_too_big", "900000")],
        )

    def test_a_heading_that_stands_twice_needs_a_number(self):
        text = "client,date,montant,client\nC1,2024-01-05,1,C2\n"
        log_format, doubts = self.doubts("client,date,montant,client")
        self.assertEqual(doubts["same_heading"], ("client (1)", "client (4)"))
        self.assertEqual(log_format.missing_roles, ["customer"])
        columns = {"customer": "client", "date": "date", "amount": "montant"}
        self.assert_error("same_heading", text.encode(), {"columns": columns})
        [line] = self.read_lines(text, {"columns": {**columns, "customer": "4"}})
        self.assertEqual(line.customer, "C2")

    def test_what_may_be_a_reference_is_asked_about(self):
        _log_format, doubts = self.doubts("client,date,montant,Réf.,N° article")
        self.assertEqual(doubts["reference"], ("Réf. (4)",))

    def test_the_first_line_of_excel_names_the_separator(self):
        text = "client{0}date{0}montant\nC,1{0}2024-01-05{0}7\n"
        for first in ("sep=;\n", "SEP=;\r\n", "\ufeffsep=;\n"):
            with self.subTest(first=first):
                [line] = self.read_lines(first + text.format(";"))
                self.assertEqual((line.customer, line.amount), ("C,1", 7))
                self.assertEqual(line.number, 3)


@tagged("post_install", "-at_install")
class TestPurchaseLogWorkbook(PurchaseLogCase):
    """Excel's workbooks are read as they are."""

    def test_values_are_read_exactly(self):
        content = make_workbook(
            ["Code client", "Date", "Montant", "Avoir", None],
            ["C1", datetime(2024, 1, 5, 10, 30), 1234.125, None],
            [],
            [12, date(2024, 2, 1), 45000, "avoir"],
            ["C,3", "06/02/2024", "1 000,5", None],
        )
        lines = list(parse(content, detect(content)))
        self.assertEqual(
            [(line.number, line.customer, line.amount) for line in lines[:2]],
            [(2, "C1", Decimal("1234.125")), (4, "12", -45000)],
        )
        self.assertEqual(
            [line.date for line in lines[:2]], [date(2024, 1, 5), date(2024, 2, 1)]
        )
        self.assertEqual((lines[2].number, lines[2].reason), (5, "bad_date"))
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "ventes.xlsx"
            path.write_bytes(content)
            self.assertEqual(list(parse(path, detect(path))), lines)

    def test_sheets_that_are_not_read_are_named(self):
        content = make_workbook(
            ["client", "date", "montant"], ["C1", "2024-01-05", 7], sheets=("A", "B")
        )
        self.assertEqual(detect(content).doubts, (Doubt("first_sheet", ("B",)),))


@tagged("post_install", "-at_install")
class TestPurchaseLogKeys(PurchaseLogCase):
    HEADER = "client,date,quantity,amount\n"
    LINE = "C1,2024-01-05,1,10\n"
    KEYED = {
        "customer": "client",
        "date": "date",
        "amount": "amount",
        "line_key": "ticket",
    }

    def test_a_line_that_differs_in_any_column_is_another_one(self):
        text = "client,date,amount,article,vendeur\n"
        lines = (
            "C1,2024-01-05,10,A,Awa\n",
            "C1,2024-01-05,10,B,Awa\n",
            "C1,2024-01-05,10,A,Binta\n",
            "C1,2024-01-05,10,,\n",
            "C1,2024-01-05,10,A,Awa\n",
        )
        keys = self.keys(text + "".join(lines))
        self.assertEqual(len(set(keys)), 5)
        self.assertEqual(
            [key for line in lines[1:3] for key in self.keys(text + line)], keys[1:3]
        )

    def test_the_order_of_the_columns_does_not_change_the_key(self):
        self.assertEqual(
            self.keys("client,date,amount,article,vendeur\nC1,2024-01-05,10,A,B\n"),
            self.keys("vendeur;Article;client;montant;date\nB;A;C1;10;05/01/2024\n"),
        )

    def test_headings_of_invoice_numbers_are_keys(self):
        for heading in ("N° facture", "Facture", "InvoiceNo", "Numéro de facture"):
            with self.subTest(heading=heading):
                text = f"client,date,amount,{heading}\nA,2024-01-05,1,F-1\n"
                self.assertEqual(self.keys(text), [("A", "F-1")])
                other = text.replace("F-1", "F-2")
                self.assertEqual(self.keys(other), [("A", "F-2")])

    def test_a_number_on_several_lines_is_no_key(self):
        text = (
            "client,date,amount,facture,article\nA,2024-01-05,1,F-1,X\n"
            "A,2024-01-05,1,F-1,Y\nB,2024-01-05,1,F-1,Y\n"
        )
        log_format = detect(text.encode())
        self.assertNotIn("line_key", log_format.columns)
        self.assertIn(Doubt("repeated_key", ("facture",)), log_format.doubts)
        self.assertEqual(len(set(self.keys(text))), 3)
        self.assertFalse(any(line.repeated for line in self.read_lines(text)))

    def test_keys_of_another_reading_are_known(self):
        """By the content alone, as before; by a key column; by the whole line."""
        text = "client,date,amount,ticket\nA,2024-01-05,1,T1\nA,2024-01-05,1,T2\n"
        first, second = self.read_lines(text)
        self.assertEqual((first.line_key, second.line_key), ("T1", "T2"))
        self.assertIn("2024-01-05  1 purchase #1", first.other_keys)
        self.assertIn("2024-01-05  1 purchase #2", second.other_keys)
        columns = {**self.KEYED, "line_key": ""}
        whole = self.read_lines(text, {"columns": columns})[0]
        self.assertIn(whole.line_key, first.other_keys)
        self.assertIn("T1", whole.other_keys)
        self.assertIn("2024-01-05  1 purchase #1", whole.other_keys)

    def keys(self, text):
        return [(line.customer, line.line_key) for line in self.read_lines(text)]

    def test_identical_lines_are_different_purchases(self):
        keys = self.keys(self.HEADER + self.LINE * 3 + "C2,2024-01-05,1,10\n")
        self.assertEqual(len(set(keys)), 4)

    def test_a_longer_file_keeps_the_keys(self):
        short = self.HEADER + self.LINE * 2
        longer = short + "C2,2024-01-06,1,3\n" + self.LINE
        self.assertEqual(self.keys(longer)[:2], self.keys(short))
        self.assertEqual(len(set(self.keys(longer))), 4)

    def test_the_way_a_figure_is_written_does_not_change_the_key(self):
        self.assertEqual(
            self.keys(self.HEADER + self.LINE),
            self.keys("client;date;quantity;amount\nC1;05/01/2024;1,0;10,00 FCFA\n"),
        )

    def test_the_same_key_twice_is_the_same_line(self):
        lines = self.read_lines(
            "client,date,amount,ticket\nA,2024-01-05,1,T\nA,2024-01-05,1.0,T\n"
            "B,2024-01-05,1,T\n",
            {"columns": self.KEYED},
        )
        self.assertEqual([line.repeated for line in lines], [False, True, False])

    def test_the_same_key_with_another_content_is_refused(self):
        self.assertEqual(
            self.refusals(
                "client,date,amount,ticket\nA,2024-01-05,1,T\nA,2024-01-05,2,T\n",
                {"columns": self.KEYED},
            ),
            [(3, "conflicting_key", "T")],
        )


@tagged("post_install", "-at_install")
class TestPurchaseLogRefusals(PurchaseLogCase):
    HEADER = "client,date,quantity,amount,kind\n"
    GOOD = "C1,2024-01-05,1,10,\n"

    def test_refused_lines(self):
        for line, reason, value in (
            (",2024-01-05,1,10,", "missing_customer", ""),
            ("C1,2024-02-30,1,10,", "bad_date", "2024-02-30"),
            ("C1,,1,10,", "bad_date", ""),
            ("C1,1899-12-31,1,10,", "date_too_old", "1899-12-31"),
            ("C1,2024-01-05,1,,", "missing_amount", ""),
            ("C1,2024-01-05,1,dix,", "bad_amount", "dix"),
            ("C1,2024-01-05,1,-10,", "negative_amount", "-10"),
            ("C1,2024-01-05,un,10,", "bad_quantity", "un"),
            ("C1,2024-01-05,1,10,troc", "unknown_kind", "troc"),
            ("C1,2024-01-05,1,10", "too_few_columns", "4"),
            ("C1,2024-01-05,1,10,,x", "too_many_columns", "6"),
            ("C\0,2024-01-05,1,10,", "not_text", "C\ufffd,2024-01-05,1,10,"),
            ('"C"x,2024-01-05,1,10,', "bad_quotes", '"C"x,2024-01-05,1,10,'),
        ):
            with self.subTest(line=line):
                text = self.HEADER + self.GOOD + line + "\n" + self.GOOD
                content = text.encode()
                log_format = detect(content.replace(b"\0", b"?"))
                lines = list(parse(content, log_format))
                self.assertEqual(lines[1], RefusedLine(3, reason, value))
                self.assertEqual([line.number for line in lines], [2, 3, 4])
                self.assertIsInstance(lines[2], PurchaseLine)

    def test_refund_words_make_a_negative_amount(self):
        for word in ("refund", "Return", "AVOIR", "retour", "R", "credit", "Crédit"):
            for amount in ("10", "-10"):
                with self.subTest(word=word, amount=amount):
                    text = f"{self.HEADER}C1,2024-01-05,1,{amount},{word}\n"
                    (line,) = self.read_lines(text)
                    self.assertEqual((line.kind, line.amount), ("refund", -10))

    def test_purchase_words_and_zero_are_purchases(self):
        for word in ("", "purchase", "Vente", "0", "non"):
            with self.subTest(word=word):
                (line,) = self.read_lines(f"{self.HEADER}C1,2024-01-05,1,0,{word}\n")
                self.assertEqual((line.kind, line.amount), ("purchase", 0))

    def test_blank_lines_and_empty_last_columns_are_no_fault(self):
        lines = self.read_lines(f"{self.HEADER}\n,,,,\nC1,2024-01-05,1,10,,,\n\n")
        self.assertEqual([line.number for line in lines], [4])

    def test_an_open_quote_does_not_swallow_the_file(self):
        text = f'{self.HEADER}"C1,2024-01-05,1,10,\n' + self.GOOD * 500
        lines = self.read_lines(text)
        self.assertEqual(lines[0], RefusedLine(2, "open_quote", '"C1,2024-01-05,1,10,'))
        self.assertEqual(sum(isinstance(x, PurchaseLine) for x in lines), 500)

    def test_two_open_quotes_are_two_refusals(self):
        text = f'{self.HEADER}"C1,2024-01-05,1,10,\n{self.GOOD}"C1,2024-01-05,1,10,\n'
        self.assertEqual(
            [(number, reason) for number, reason, value in self.refusals(text)],
            [(2, "open_quote"), (4, "open_quote")],
        )

    def test_a_quoted_field_may_hold_a_line_end(self):
        text = 'client,date,amount,nom\nC1,2024-01-05,10,"Awa\nDiop"\n'
        (line,) = self.read_lines(text)
        self.assertEqual(line.customer_name, "Awa\nDiop")

    def test_a_field_of_ten_million_characters_is_refused(self):
        for field in ("x" * 10_000_000, '"' + "x" * 10_000_000 + '"'):
            with self.subTest(start=field[:2]):
                text = f"{self.HEADER}{field},2024-01-05,1,10,\n{self.GOOD}"
                lines = self.read_lines(text)
                self.assertEqual(
                    (lines[0].number, lines[0].reason), (2, "line_too_long")
                )
                self.assertEqual(len(lines[0].value), 81)
                self.assertEqual((lines[1].number, lines[1].amount), (3, 10))

    def test_a_long_field_is_refused_only_where_it_is_read(self):
        long_name = "x" * 201
        header = "client,date,amount,nom,remarque\n"
        self.assertEqual(
            [
                (number, reason)
                for number, reason, value in self.refusals(
                    f"{header}C1,2024-01-05,1,{long_name},\n"
                    f"C1,2024-01-05,1,,{long_name}\n"
                )
            ],
            [(2, "field_too_long")],
        )

    def test_files_that_cannot_be_read_say_why(self):
        for code, content in (
            ("empty_file", b""),
            ("empty_file", b"\n \r\n"),
            ("only_header", b"client,date,amount\n"),
            ("only_header", FIXED.splitlines()[0].encode()),
            ("spreadsheet", b"PK\x03\x04 workbook"),
            ("spreadsheet", b"\xd0\xcf\x11\xe0 workbook"),
            ("pdf", b"%PDF-1.7"),
            ("compressed", b"\x1f\x8b\x08"),
            ("compressed", make_archive("notes.txt")),
            ("spreadsheet", make_archive("content.xml")),
            ("spreadsheet", make_archive("xl/workbook.xml")),
            ("binary_file", bytes(range(256))),
            ("binary_file", "client,date,amount\n".encode("utf-16-le")),
            ("wrong_encoding", "\ufeffclient".encode("utf-16-le") + b"\0\xd8\0\xd8\n"),
            ("bad_header", b"x" * 20_000 + b"\nC1,2024-01-05,1\n"),
            ("missing_columns", b"truc,machin,chose\n1,2024-01-05,3\n"),
            ("no_date_format", b"client,date,amount\nC1,hier,3\n"),
        ):
            with self.subTest(code=code, content=content[:20]):
                self.assert_error(code, content)

    def test_required_columns_that_are_not_named_are_recognised(self):
        content = (self.HEADER + self.GOOD).encode()
        self.assertEqual(
            detect(content, {"columns": {"customer": "1"}}).columns,
            {"customer": "1", "date": "date", "amount": "amount"},
        )

    def test_what_is_given_wrong_is_an_error(self):
        content = (self.HEADER + self.GOOD).encode()
        columns = {"customer": "client", "date": "date", "amount": "prix"}
        for code, given in (
            ("unknown_column", {"columns": columns}),
            ("unknown_column", {"columns": columns | {"amount": "6"}}),
            ("unknown_column", {"columns": columns | {"amount": "0"}}),
            ("mixed_columns", {"kind": "fixed", "columns": columns | {"date": "1-2"}}),
            ("unknown_encoding", {"encoding": "klingon"}),
        ):
            with self.subTest(code=code, given=given):
                self.assert_error(code, content, given)

    def test_missing_columns_are_named(self):
        error = self.assert_error("missing_columns", b"client,x,y\nC1,2024-01-05,3\n")
        self.assertEqual(
            error.values, {"roles": "date, amount", "found": "client, x, y"}
        )

    def test_random_bytes_never_escape_as_another_error(self):
        chance = random.Random(7)
        for _ in range(300):
            noise = bytes(
                chance.choice(b'C1,;"\n\r\t|2024-01-05\xe9\xff') for _ in range(200)
            )
            content = self.HEADER.encode() + noise
            try:
                lines = list(parse(content, detect(content)))
            except PurchaseLogError:
                continue
            numbers = [line.number for line in lines]
            self.assertEqual(numbers, sorted(set(numbers)))
