import base64
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import Form, TransactionCase, new_test_user, tagged

from ..engine.purchase_log import RefusedLine, detect
from ..wizards.purchase_import_customers import CustomerDirectory
from ..wizards.purchase_import_report import PurchaseImportOptions
from ..wizards.purchase_import_run import PurchaseImportRun

HEADER = "client;nom;date;quantite;montant;ticket;avoir\n"
FILE = (
    HEADER
    + "C1;Aïssatou N'Diaye;05/01/2024;2;1 234,50;T1;\n"
    + "C1;Aïssatou N'Diaye;06/01/2024;1;500;T2;avoir\n"
    + "C'2\";;25/12/2023;;0;T1;\n"
)
BAD_LINE = "C3;Awa;31/02/2024;1;10;T1;\n"


class PurchaseImportCase(TransactionCase):
    """A company in XOF, its marketer and a salesperson."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.xof = cls.env.ref("base.XOF")
        cls.eur = cls.env.ref("base.EUR")
        (cls.xof + cls.eur).active = True
        cls.company = cls._create_company("Lunettes de Gorée")
        cls.marketer = cls._create_user("marketer")
        cls.source = cls.env["sunumarche.purchase.source"].create(
            {"name": "L'ancienne"}
        )
        cls.Wizard = cls.env["sunumarche.purchase.import"].with_user(cls.marketer)

    @classmethod
    def _create_company(cls, name):
        return cls.env["res.company"].create({"name": name, "currency_id": cls.xof.id})

    @classmethod
    def _create_user(cls, role):
        return new_test_user(
            cls.env,
            login=f"import_{role}",
            groups=f"sunumarche_crm.group_{role}",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def setUp(self):
        super().setUp()
        partners = self.env["res.partner"].with_context(active_test=False)
        self.last_partner = partners.search([], order="id desc", limit=1)

    def options(self, text, **values):
        asked = {
            "source": self.source,
            "company": self.company,
            "currency": self.xof,
            "log_format": detect(text.encode()),
        } | values
        return PurchaseImportOptions(**asked)

    def load(self, text, user=None, **values):
        wizard = self.Wizard.with_user(user or self.marketer)
        return wizard._import_purchases(text.encode(), self.options(text, **values))

    def purchases(self):
        return self.env["sunumarche.purchase.history"].search(
            [("source_id", "=", self.source.id)], order="id"
        )

    def assert_nothing_written(self):
        self.assertFalse(self.purchases())
        names = ("Aïssatou N'Diaye", "Awa", "Customer C'2\"")
        self.assertFalse(
            self.env["res.partner"].search(
                [("name", "in", names), ("id", ">", self.last_partner.id)]
            )
        )

    def refusals(self, report):
        return [(line.number, line.reason) for line in report.refused_lines]


@tagged("post_install", "-at_install")
class TestPurchaseImport(PurchaseImportCase):
    def test_purchases_and_customers_are_written_exactly(self):
        report = self.load(FILE)
        self.assertTrue(report.imported)
        self.assertRecordValues(
            self.purchases(),
            [
                {
                    "company_id": self.company.id,
                    "external_customer": "C1",
                    "line_key": "T1",
                    "date": date(2024, 1, 5),
                    "kind": "purchase",
                    "quantity": 2,
                    "original_amount": 1234.5,
                    "original_currency_id": self.xof.id,
                    "amount": 1235,
                    "create_uid": self.marketer.id,
                },
                {
                    "company_id": self.company.id,
                    "external_customer": "C1",
                    "line_key": "T2",
                    "date": date(2024, 1, 6),
                    "kind": "refund",
                    "quantity": 1,
                    "original_amount": -500,
                    "original_currency_id": self.xof.id,
                    "amount": -500,
                    "create_uid": self.marketer.id,
                },
                {
                    "company_id": self.company.id,
                    "external_customer": "C'2\"",
                    "line_key": "T1",
                    "date": date(2023, 12, 25),
                    "kind": "purchase",
                    "quantity": 0,
                    "original_amount": 0,
                    "original_currency_id": self.xof.id,
                    "amount": 0,
                    "create_uid": self.marketer.id,
                },
            ],
        )
        partners = self.purchases().partner_id
        self.assertRecordValues(
            partners,
            [
                {"name": "Aïssatou N'Diaye", "customer_rank": 1},
                {"name": "Customer C'2\"", "customer_rank": 1},
            ],
        )
        self.assertEqual(self.purchases().commercial_partner_id, partners)
        self.assertFalse(partners.message_partner_ids)

    def test_the_report_counts_to_the_centime(self):
        report = self.load(FILE)
        self.assertEqual(
            (report.lines, report.new, report.already, report.refused), (3, 3, 0, 0)
        )
        self.assertEqual(report.total, Decimal("734.5"))
        self.assertEqual(report.company_total, 735)
        self.assertEqual(
            (report.rounded, report.rounding_difference), (1, Decimal("0.5"))
        )
        self.assertEqual(
            (report.first_date, report.last_date),
            (date(2023, 12, 25), date(2024, 1, 6)),
        )
        self.assertEqual(
            (report.new_customers, report.known_customers), ({"C1", "C'2\""}, set())
        )

    def test_customers_are_queued_for_their_indicators(self):
        queue = self.env["sunumarche.customer.indicator.queue"]
        self.load(FILE)
        marks = queue.search([("company_id", "=", self.company.id)])
        self.assertEqual(marks.partner_id, self.purchases().commercial_partner_id)

    def test_a_preview_writes_nothing(self):
        preview = self.Wizard._preview_purchases(FILE.encode(), self.options(FILE))
        self.assertEqual(
            (preview.imported, preview.new, preview.refused), (False, 3, 0)
        )
        self.assertEqual([line.number for line in preview.sample], [2, 3, 4])
        self.assertEqual(preview.new_customers, {"C1", "C'2\""})
        self.assert_nothing_written()

    def test_the_same_file_twice_adds_nothing(self):
        self.load(FILE)
        before = self.purchases()
        partners = self.env["res.partner"].search_count([])
        report = self.load(FILE)
        self.assertEqual((report.new, report.already, report.refused), (0, 3, 0))
        self.assertEqual(self.purchases(), before)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    def test_a_longer_file_adds_its_new_lines_to_the_same_customers(self):
        self.load(FILE)
        report = self.load(FILE + "C1;Autre nom;07/01/2024;1;3;T3;\n")
        self.assertEqual((report.new, report.already), (1, 3))
        self.assertEqual(self.purchases()[3].partner_id, self.purchases()[0].partner_id)

    def test_lines_that_look_alike_are_all_imported_once(self):
        text = "client,date,montant\n" + "C1,2024-01-05,10\n" * 3
        self.assertEqual(self.load(text).new, 3)
        self.assertEqual(self.load(text + "C1,2024-01-05,10\n").new, 1)
        self.assertEqual(self.purchases().mapped("amount"), [10, 10, 10, 10])

    def test_invoices_in_two_files_are_both_imported(self):
        """Same customer, day and amount, another number: another sale."""
        for heading in ("N° facture", "truc"):
            with self.subTest(heading=heading):
                self.purchases().unlink()
                head = f"client,date,montant,{heading}\n"
                self.assertEqual(self.load(head + "C1,2024-01-05,10,F-1\n").new, 1)
                self.assertEqual(self.load(head + "C1,2024-01-05,10,F-2\n").new, 1)
                both = head + "C1,2024-01-05,10,F-2\nC1,2024-01-05,10,F-1\n"
                self.assertEqual(self.load(both).already, 2)
                self.assertEqual(self.purchases().mapped("amount"), [10, 10])

    def test_what_was_imported_by_its_content_alone_is_not_doubled(self):
        """A row made before whole lines were compared stands for one line only."""
        plain = "client,date,montant\n" + "C1,2024-01-05,10\n" * 2
        self.load(plain)
        keys = self.purchases().mapped("line_key")
        self.assertEqual(
            keys, ["2024-01-05  10 purchase #1", "2024-01-05  10 purchase #2"]
        )
        head = "client,date,montant,N° facture\n"
        first = head + "C1,2024-01-05,10,F-1\nC1,2024-01-05,10,F-2\n"
        preview = self.Wizard._preview_purchases(first.encode(), self.options(first))
        self.assertEqual((preview.new, preview.already), (0, 2))
        self.assertEqual(self.purchases().mapped("line_key"), keys)
        self.assertEqual(self.load(first).already, 2)
        self.assertEqual(self.purchases().mapped("line_key"), ["F-1", "F-2"])
        self.assertEqual(self.load(head + "C1,2024-01-05,10,F-3\n").new, 1)
        self.assertEqual(self.load(first).already, 2)
        self.assertEqual(len(self.purchases()), 3)

    def test_another_choice_of_the_key_doubles_nothing(self):
        text = "client,date,montant,ticket\nC1,2024-01-05,10,T1\nC1,2024-01-06,9,T2\n"
        self.load(text)
        columns = {"customer": "client", "date": "date", "amount": "montant"}
        whole = detect(text.encode(), {"columns": columns})
        self.assertEqual(self.load(text, log_format=whole).already, 2)
        self.assertEqual(self.load(text).already, 2)
        self.assertEqual(self.purchases().mapped("line_key"), ["T1", "T2"])

    def test_a_key_imported_with_other_content_is_refused(self):
        self.load(FILE)
        report = self.load(HEADER + "C1;;05/01/2024;2;99;T1;\n", atomicity="line")
        self.assertEqual(self.refusals(report), [(2, "conflicting_key")])
        self.assertEqual(self.purchases()[0].amount, 1235)

    def test_a_merged_customer_keeps_receiving_purchases(self):
        self.load(FILE)
        other = self.env["res.partner"].create({"name": "Aïssatou Ndiaye"})
        self.purchases()[:2].partner_id = other
        self.load(HEADER + "C1;;08/01/2024;1;7;T9;\n")
        self.assertEqual(self.purchases()[3].partner_id, other)

    def test_all_or_nothing_per_file(self):
        report = self.load(FILE + BAD_LINE)
        self.assertFalse(report.imported)
        self.assertEqual(
            report.refused_lines, [RefusedLine(5, "bad_date", "31/02/2024")]
        )
        self.assert_nothing_written()

    def test_only_the_refused_line_is_left_out(self):
        report = self.load(FILE + BAD_LINE, atomicity="line")
        self.assertEqual((report.imported, report.new, report.refused), (True, 3, 1))
        self.assertEqual(len(self.purchases()), 3)

    def test_all_or_nothing_per_batch(self):
        good = "".join(f"C1;;05/01/2024;1;1;T{n};\n" for n in range(999))
        second = "C9;;05/01/2024;1;1;T1;\n"
        report = self.load(HEADER + BAD_LINE + good + second, atomicity="batch")
        self.assertEqual((report.new, report.refused), (1, 1000))
        self.assertEqual(
            self.refusals(report)[:2], [(2, "bad_date"), (3, "batch_refused")]
        )
        self.assertEqual(self.purchases().mapped("external_customer"), ["C9"])

    def test_an_error_half_way_leaves_nothing(self):
        lines = "".join(f"C{n};Awa;05/01/2024;1;1;T{n};\n" for n in range(1500))
        calls = []

        def fail(read):
            calls.append(read)
            if read > 1000:
                raise RuntimeError("the power went out")

        text = HEADER + lines
        with self.assertRaises(RuntimeError):
            self.Wizard._import_purchases(
                text.encode(), self.options(text), progress=fail
            )
        self.assertEqual(calls, [1000, 1500])
        self.assert_nothing_written()

    def test_lines_from_the_cutover_on_are_refused(self):
        self.company.purchase_history_cutover_date = "2024-01-06"
        report = self.load(FILE, atomicity="line")
        self.assertEqual(self.refusals(report), [(3, "after_cutover")])
        self.assertEqual(
            self.purchases().mapped("date"), [date(2024, 1, 5), date(2023, 12, 25)]
        )

    def test_a_date_in_the_future_is_refused(self):
        tomorrow = Date.add(Date.today(), days=2).strftime("%d/%m/%Y")
        report = self.load(HEADER + f"C1;;{tomorrow};1;1;T1;\n")
        self.assertEqual(self.refusals(report), [(2, "future_date")])
        self.assert_nothing_written()

    def test_a_file_that_cannot_be_read_is_explained(self):
        for content in (b"", b"PK\x03\x04", b"client;date;montant\n"):
            wizard = self.Wizard.create(
                {
                    "file": base64.b64encode(content or b"\n"),
                    "source_id": self.source.id,
                }
            )
            self.assertTrue(wizard.file_problem)
            with self.assertRaises(UserError):
                wizard.action_preview()


@tagged("post_install", "-at_install")
class TestPurchaseImportCustomers(PurchaseImportCase):
    def test_codes_may_be_references_of_contacts(self):
        known = self.env["res.partner"].create({"name": "Awa", "ref": "R1"})
        self.env["res.partner"].create([{"name": "A", "ref": "R2"}] * 2)
        elsewhere = self._create_company("Ailleurs")
        self.env["res.partner"].create(
            {"name": "B", "ref": "R3", "company_id": elsewhere.id}
        )
        codes = ("R1", "R2", "R3", "R4")
        text = HEADER + "".join(f"{code};;05/01/2024;1;5;T;\n" for code in codes)
        report = self.load(text, customer_match="reference", atomicity="line")
        self.assertEqual(
            self.refusals(report),
            [
                (3, "ambiguous_customer"),
                (4, "unknown_customer"),
                (5, "unknown_customer"),
            ],
        )
        self.assertEqual(self.purchases().partner_id, known)

    def test_known_codes_take_one_query_a_batch(self):
        self.load(FILE)
        directory = CustomerDirectory(self.env, self.options(FILE))
        with self.assertQueryCount(1):
            directory.look_up({"C1", "C'2\"", "C5"})
            directory.look_up({"C1", "C5"})
        self.assertFalse(directory.is_new("C1"))
        self.assertTrue(directory.is_new("C5"))

    def test_each_company_has_its_own_lines(self):
        other = self._create_company("Lunettes de Thiès")
        self.load(FILE)
        self.marketer.company_ids += other
        wizard = self.Wizard.with_context(
            allowed_company_ids=(self.company + other).ids
        )
        report = wizard._import_purchases(
            FILE.encode(), self.options(FILE, company=other)
        )
        self.assertEqual(report.new, 3)
        self.assertEqual(self.purchases().mapped("company_id"), self.company + other)

    def test_a_company_one_does_not_work_in_is_refused(self):
        other = self._create_company("Lunettes de Thiès")
        with self.assertRaises(AccessError):
            self.load(FILE, company=other)
        self.assert_nothing_written()

    def test_other_roles_are_refused(self):
        for role in ("salesperson", "accountant", "direction", "service_agent"):
            user = self._create_user(role)
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.load(FILE, user=user)
                with self.assertRaises(AccessError):
                    self.Wizard.with_user(user).create({"source_id": self.source.id})
                self.assert_nothing_written()

    def test_the_administrator_imports_too(self):
        self.assertEqual(
            self.load(FILE, user=self._create_user("administrator")).new, 3
        )


@tagged("post_install", "-at_install")
class TestPurchaseImportCurrency(PurchaseImportCase):
    EUROS = (
        "client,date,amount\nC1,2024-01-05,10.00\nC1,2024-02-05,-0\nC1,2023-12-31,1\n"
    )

    def _rate(self, day, rate, company=None):
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.eur.id,
                "company_id": company and company.id,
                "name": day,
                "rate": rate,
            }
        )

    def setUp(self):
        super().setUp()
        self.eur.rate_ids.unlink()
        self.xof.rate_ids.unlink()

    def test_the_rate_is_the_one_of_the_line(self):
        self._rate("2023-01-01", 0.002)
        self._rate("2024-01-01", 0.001)
        report = self.load(self.EUROS, currency=self.eur)
        self.assertRecordValues(
            self.purchases(),
            [
                {"amount": 10000, "original_amount": 10},
                {"amount": 0, "original_amount": 0},
                {"amount": 500, "original_amount": 1},
            ],
        )
        self.assertEqual(self.purchases().original_currency_id, self.eur)
        self.assertEqual((report.total, report.company_total), (11, 10500))
        self.assertEqual(report.rounded, 0)

    def test_conversion_agrees_with_odoo(self):
        self._rate("2020-01-01", 0.0015)
        self._rate("2023-06-01", 0.00152449)
        self._rate("2024-01-03", 0.0017, self.company)
        options = self.options(self.EUROS, currency=self.eur)
        run = PurchaseImportRun(self.env, options)
        for day in (date(2022, 5, 5), date(2023, 7, 7), date(2024, 3, 3)):
            for amount in ("0.01", "19.99", "1234.56", "99999.99"):
                with self.subTest(day=day, amount=amount):
                    self.assertEqual(
                        float(run._converter.convert(Decimal(amount), day)),
                        self.eur._convert(float(amount), self.xof, self.company, day),
                    )

    def test_a_line_before_the_first_rate_is_refused(self):
        self._rate("2024-01-05", 0.001)
        report = self.load(self.EUROS, currency=self.eur)
        self.assertEqual(self.refusals(report), [(4, "no_rate")])
        self.assert_nothing_written()

    def test_without_any_rate_every_line_is_refused(self):
        report = self.load(self.EUROS, currency=self.eur, atomicity="line")
        self.assertEqual((report.new, report.refused), (0, 3))
        self.assert_nothing_written()


@tagged("post_install", "-at_install")
class TestPurchaseImportWizard(PurchaseImportCase):
    def wizard(self, text=FILE, **values):
        form = Form(self.Wizard)
        form.file = base64.b64encode(text.encode())
        form.source_id = self.source
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def test_the_format_is_recognised_on_upload(self):
        self.assertRecordValues(
            self.wizard(),
            [
                {
                    "company_id": self.company.id,
                    "currency_id": self.xof.id,
                    "delimiter": "semicolon",
                    "encoding": "utf-8",
                    "has_header": True,
                    "date_format": "dd/mm/yyyy",
                    "decimal_mark": "comma",
                    "column_customer": "client",
                    "column_customer_name": "nom",
                    "column_date": "date",
                    "column_amount": "montant",
                    "column_quantity": "quantite",
                    "column_kind": "avoir",
                    "column_line_key": "ticket",
                    "file_problem": False,
                }
            ],
        )

    def test_file_preview_report(self):
        wizard = self.wizard()
        action = wizard.action_preview()
        self.assertEqual((action["res_id"], wizard.step), (wizard.id, "preview"))
        self.assertEqual((wizard.new_count, wizard.refused_count), (3, 0))
        self.assertIn("Aïssatou N&#39;Diaye", wizard.result)
        self.assert_nothing_written()
        wizard.action_import()
        self.assertEqual(wizard.step, "report")
        self.assertFalse(wizard.refused_file)
        domain = wizard.action_open_purchases()["domain"]
        found = self.env["sunumarche.purchase.history"].search(domain, order="id")
        self.assertEqual(found, self.purchases())
        self.assertEqual(len(found), 3)

    def test_refused_lines_can_be_downloaded(self):
        wizard = self.wizard(FILE + BAD_LINE + "=1+1;;x;1;1;T;\n")
        wizard.action_import()
        content = base64.b64decode(wizard.refused_file).decode("utf-8-sig")
        self.assertEqual(
            content.splitlines(),
            [
                "Line;Reason;Value",
                "5;Not a date in the file's date format;31/02/2024",
                "6;Not a date in the file's date format;x",
            ],
        )
        self.assertEqual(wizard.new_count, 3)
        self.assert_nothing_written()

    def test_what_is_recognised_can_be_corrected(self):
        text = "client,date,montant\nC1,01/02/2024,10\n"
        wizard = self.wizard(text, date_format="mm/dd/yyyy", column_customer="1")
        wizard.action_import()
        self.assertEqual(self.purchases().date, date(2024, 1, 2))

    def test_what_only_a_person_can_say_is_asked(self):
        text = "client,date,Montant TTC,Total\nC1,2024-01-05,12,10\n"
        wizard = self.wizard(text)
        self.assertIn("Montant TTC (3), Total (4)", wizard.file_doubts)
        self.assertFalse(wizard.column_amount)
        with self.assertRaisesRegex(UserError, "Which columns hold"):
            wizard.action_import()
        wizard.column_amount = "4"
        wizard.action_import()
        self.assertEqual(self.purchases().amount, 10)

    def test_going_back_keeps_the_file(self):
        wizard = self.wizard()
        wizard.action_preview()
        wizard.action_back()
        self.assertEqual(wizard.step, "file")
        self.assertEqual(wizard.column_customer, "client")
        self.assertEqual(base64.b64decode(wizard.file), FILE.encode())

    def test_what_is_missing_is_asked_for(self):
        with self.assertRaisesRegex(UserError, "Choose a file"):
            self.Wizard.create({"source_id": self.source.id}).action_preview()
        with self.assertRaisesRegex(UserError, "Name the source"):
            self.wizard(source_id=self.source.browse()).action_preview()
        with self.assertRaisesRegex(UserError, "Which columns"):
            self.wizard(column_amount=False).action_preview()
        with self.assertRaisesRegex(UserError, "no column “prix”"):
            self.wizard(column_amount="prix").action_preview()


@tagged("post_install", "-at_install")
class TestPurchaseImportCdnow(PurchaseImportCase):
    def test_the_whole_of_cdnow(self):
        default = Path(__file__).parents[4] / "shared" / "data"
        path = Path(os.environ.get("SUNU_DATA", default)) / "cdnow/CDNOW_master.txt"
        if not path.exists():
            self.skipTest("CDNOW_master.txt is not on this machine (SUNU_DATA)")
        options = self.options(FILE, log_format=detect(path))
        report = self.Wizard._import_purchases(path, options)
        self.assertEqual((report.new, report.already, report.refused), (69659, 0, 0))
        self.assertEqual(len(report.new_customers), 23570)
        self.assertEqual(report.total, Decimal("2500315.63"))
        self.assertEqual(
            report.company_total, report.total + report.rounding_difference
        )
        purchases = self.env["sunumarche.purchase.history"]
        of_source = [("source_id", "=", self.source.id)]
        ((count, customers, total, first, last),) = purchases._read_group(
            of_source,
            [],
            [
                "__count",
                "partner_id:count_distinct",
                "original_amount:sum",
                "date:min",
                "date:max",
            ],
        )
        self.assertEqual((count, customers), (69659, 23570))
        self.assertAlmostEqual(total, 2500315.63, places=4)
        self.assertEqual((first, last), (date(1997, 1, 1), date(1998, 6, 30)))
        zero = purchases.search_count([*of_source, ("original_amount", "=", 0)])
        self.assertEqual(zero, 80)
        again = self.Wizard._import_purchases(path, options)
        self.assertEqual((again.new, again.already), (0, 69659))
