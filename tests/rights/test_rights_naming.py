"""Naming a record is reading it: forms, lines, defaults, references, links moved."""

from psycopg2 import Error as DataError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.sunumarche_crm.engine.named_records import NamedRecords

from .matrix import undone
from .rpc_case import INTERNAL, RpcCase
from .test_rights_coverage import ACCESS_LOGGERS, RightsCase
from .world import ROLES, SCOPED

MARK = "Zqalpha"
MISSING = 2_000_000_000
# A stranger of these kinds is out of reach for whoever cannot read him.
STRANGERS = ("other_agency", "other_company")


class NamingCase(RightsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for kind in STRANGERS:
            stranger = cls.world.record("res.partner", kind, "salesperson")
            stranger.write(
                {
                    "name": f"{MARK} {kind}",
                    "email": f"{MARK.lower()}.{kind}@example.com",
                    "phone": "+221771239876",
                    "street": f"{MARK} street",
                }
            )
        cls.env.flush_all()

    def _hidden(self, role, model):
        """Return a record of a walled model that the role may not read, if any."""
        user = self.world.users[role]
        for kind in STRANGERS:
            record = self.world.record(model, kind, "salesperson")
            record = self.env[model].browse(record.id)
            if not record.with_user(user).has_access("read"):
                return record
        return record.browse()

    def _own(self, model, role="salesperson"):
        """Return one's own record, as oneself."""
        record = self.world.record(model, "own", role)
        return self.env[model].browse(record.id).with_user(self.world.users[role])

    def _refusal(self, call, *arguments):
        """Return the text of the refusal; None when the call was let through."""
        try:
            call(*arguments)
        except AccessError as refusal:
            return str(refusal)
        except (UserError, ValueError, TypeError, KeyError, DataError) as error:
            self.assertNotIn(MARK, str(error))
            return ""
        return None

    def _refusal_undone(self, call, *arguments):
        """The same for what would write."""
        with undone(self.env):
            return self._refusal(call, *arguments)


class TestForms(NamingCase):
    """``onchange`` answers as superuser: it must not be asked about a stranger."""

    def _links(self, role):
        """Yield ``(model, field, hidden record)`` of every link a role could send."""
        user = self.world.users[role]
        hidden = {name: self._hidden(role, name) for name in SCOPED}
        for name in self.registry:
            model = self.env[name].with_user(user)
            if model._abstract or not model.has_access("create"):
                continue
            for field in filter(lambda one: one.relational, model._fields.values()):
                record = hidden.get(field.comodel_name)
                if record and model._has_field_access(field, "write"):
                    yield model, field, record

    def _onchange(self, model, field, number):
        value = number if field.type == "many2one" else [Command.set([number])]
        spec = {name: {} for name in ("display_name", "email", "phone", field.name)}
        spec = {name: {} for name in spec if name in model._fields}
        if field.type != "many2one":
            spec[field.name] = {"fields": {"display_name": {}}}
        return model.onchange({field.name: value}, [field.name], spec)

    @mute_logger(*ACCESS_LOGGERS)
    def test_no_form_answers_about_a_stranger(self):
        tried = 0
        for role in ROLES:
            for model, field, record in self._links(role):
                tried += 1
                told = self._refusal(self._onchange, model, field, record.id)
                missing = self._refusal(self._onchange, model, field, MISSING)
                with self.subTest(role=role, field=str(field)):
                    self.assertTrue(told, "a form was answered about a stranger")
                    self.assertEqual(told, missing, "what is not yours is told apart")
                    self.assertNotIn(MARK, told)
        self.assertGreater(tried, 500)

    @mute_logger(*ACCESS_LOGGERS)
    def test_no_default_of_the_context_names_a_stranger(self):
        for role in ("salesperson", "marketer", "production"):
            for model, field, record in self._links(role):
                if field.type != "many2one":
                    continue
                model = model.with_context(**{f"default_{field.name}": record.id})
                refusals = (
                    self._refusal(model.onchange, {}, [], {field.name: {}}),
                    self._refusal(model.default_get, [field.name]),
                    self._refusal_undone(model.create, {}),
                )
                with self.subTest(role=role, field=str(field)):
                    self.assertNotIn(None, refusals)

    @mute_logger(*ACCESS_LOGGERS)
    def test_no_wizard_takes_a_stranger_from_the_context(self):
        """Wizards read ``active_id`` and the like; what they find is a default."""
        lead = self._hidden("salesperson", "crm.lead")
        wizard = self.env["crm.lead2opportunity.partner"].with_user(
            self.world.users["salesperson"]
        )
        wizard = wizard.with_context(active_model="crm.lead", active_id=lead.id)
        spec = {"lead_id": {}, "partner_id": {}}
        self.assertIsNotNone(self._refusal(wizard.onchange, {}, [], spec))
        self.assertIsNotNone(self._refusal_undone(wizard.create, {}))

    @mute_logger(*ACCESS_LOGGERS)
    def test_the_lines_of_a_form(self):
        stranger = self._hidden("salesperson", "res.partner")
        other = self._hidden("salesperson", "sale.order.line")
        order = self._own("sale.order")
        lines = {"order_line": {"fields": {"display_name": {}, "price_unit": {}}}}
        for commands in (
            [Command.update(other.id, {"name": "x"})],
            [Command.link(other.id)],
            [Command.create({"order_partner_id": stranger.id})],
            [[0, "virtual_1", {"linked_line_id": other.id}]],
        ):
            values = {"order_line": commands}
            for record in (order, order.browse()):
                refusal = self._refusal(record.onchange, values, ["order_line"], lines)
                self.assertTrue(refusal, commands)

    @mute_logger(*ACCESS_LOGGERS)
    def test_a_form_may_send_back_what_it_was_given(self):
        """One's own order of a customer whom somebody else looks after."""
        stranger = self._hidden("salesperson", "res.partner")
        order = self._own("sale.order")
        order.sudo().partner_id = stranger
        self.env.flush_all()
        order.onchange({"partner_id": stranger.id, "note": ""}, ["note"], {})
        order.write({"partner_id": stranger.id, "client_order_ref": "kept"})
        self.assertEqual(order.client_order_ref, "kept")


class TestSpellings(NamingCase):
    """A number in another form is the same number for the database."""

    def _spellings(self, number):
        return {
            "text": str(number),
            "spaces": f" {number} ",
            "float": float(number),
            "hexadecimal": hex(number),
            "list": [[number]],
            "line": {"id": [number]},
            "line of text": {"id": str(number)},
        }

    @mute_logger(*ACCESS_LOGGERS, "odoo.sql_db")
    def test_no_form_and_no_record_takes_another_form_of_a_stranger(self):
        for role, name, field, more in (
            ("production", "calendar.filters", "partner_id", {}),
            ("salesperson", "crm.lead", "partner_id", {"name": "x"}),
            ("salesperson", "res.partner", "parent_id", {"name": "x"}),
            ("salesperson", "sunumarche.household", "head_id", {}),
            ("buyer", "res.partner", "parent_id", {"name": "x"}),
        ):
            model = self.env[name].with_user(self.world.users[role])
            stranger = self._hidden(role, "res.partner")
            spec = {"display_name": {}, field: {"fields": {"display_name": {}}}}
            for form, value in self._spellings(stranger.id).items():
                with self.subTest(role=role, model=name, form=form):
                    values = {**more, field: value}
                    for refusal in (
                        self._refusal(model.onchange, values, [field], spec),
                        self._refusal_undone(model.create, values),
                    ):
                        self.assertIsNotNone(refusal)

    @mute_logger(*ACCESS_LOGGERS)
    def test_no_line_takes_one(self):
        stranger = self._hidden("salesperson", "res.partner")
        events = self.env["calendar.event"].with_user(self.world.users["salesperson"])
        values = {"name": "x", "start": "2030-01-01", "stop": "2030-01-01"}
        for number in (str(stranger.id), float(stranger.id), [stranger.id]):
            for command in ([6, 0, [number]], [4, number]):
                with self.subTest(command=command):
                    values["partner_ids"] = [command]
                    self.assertIsNotNone(self._refusal_undone(events.create, values))

    @mute_logger(*ACCESS_LOGGERS)
    def test_a_missing_number_is_refused_in_the_same_words(self):
        filters = self.env["calendar.filters"].with_user(self.world.users["production"])
        stranger = self._hidden("production", "res.partner")
        words = {
            self._refusal_undone(filters.create, {"partner_id": form(number)})
            for number in (stranger.id, MISSING)
            for form in (int, str, float)
        }
        self.assertEqual(len(words), 1)

    @mute_logger(*ACCESS_LOGGERS)
    def test_a_reference_with_a_sign_names_its_record(self):
        stranger = self._hidden("salesperson", "res.partner")
        names = NamedRecords(
            self.env["mail.template.preview"].with_user(self.world.users["salesperson"])
        )
        for number in (f"{stranger.id}", f"+{stranger.id}", f" {stranger.id}"):
            found = dict(names._read_reference(f"res.partner,{number}"))
            self.assertEqual(found, {"res.partner": {stranger.id}})


class TestReferences(NamingCase):
    """A model and a number beside it, a reference, a property."""

    @mute_logger(*ACCESS_LOGGERS)
    def test_an_activity_names_no_document(self):
        for role in ROLES:
            user = self.world.users[role]
            for model in ("res.partner", "crm.lead", "sale.order", "account.move"):
                record = self._hidden(role, model)
                activities = self.env["mail.activity"].with_user(user)
                if not record:
                    continue
                number = self.env["ir.model"]._get_id(model)
                for values in (
                    {"res_model": model, "res_id": record.id},
                    {"res_model_id": number, "res_id": record.id},
                ):
                    for names in (["res_id"], ["res_model", "res_id"], []):
                        refusal = self._refusal(
                            activities.onchange, dict(values), names, {"res_name": {}}
                        )
                        with self.subTest(role=role, values=values, names=names):
                            self.assertTrue(refusal)
                            self.assertNotIn(MARK, refusal)

    @mute_logger(*ACCESS_LOGGERS)
    def test_a_wizard_that_takes_numbers_as_text(self):
        stranger = self._hidden("salesperson", "res.partner")
        user = self.world.users["salesperson"]
        composer = self.env["mail.compose.message"].with_user(user)
        values = {"model": "res.partner", "res_ids": f"[{stranger.id}]"}
        spec = {"record_name": {}, "subject": {}, "partner_ids": {}}
        self.assertTrue(self._refusal(composer.onchange, values, ["res_ids"], spec))
        self.assertTrue(self._refusal_undone(composer.create, values))

    @mute_logger(*ACCESS_LOGGERS)
    def test_a_property_names_no_stranger(self):
        stranger = self._hidden("salesperson", "res.partner")
        lead = self._own("crm.lead")
        definition = {
            "name": "friend",
            "type": "many2one",
            "comodel": "res.partner",
            "string": "Friend",
        }
        lead.sudo().team_id = self.world.team
        self.world.team.lead_properties_definition = [definition]
        for value in (
            [{**definition, "value": stranger.id}],
            [{**definition, "value": [stranger.id, "?"]}],
            {"friend": stranger.id},
        ):
            refusal = self._refusal_undone(lead.write, {"lead_properties": value})
            self.assertTrue(refusal, value)


class TestMovedLinks(RpcCase):
    """A link written carries a record; the rules are asked again where it lands."""

    def test_a_line_moved_to_another_order(self):
        for kind in STRANGERS:
            order = self.record("sale.order", kind)
            line = self.record("sale.order.line", "own")
            self.assertRefused(
                "salesperson",
                "sale.order.line",
                "write",
                line,
                target=order | line.order_id,
                vals={"order_id": order.id},
            )

    def test_a_document_or_an_activity_moved_to_a_stranger(self):
        for kind in STRANGERS:
            stranger = self.record("res.partner", kind)
            for model, field in (
                ("sunumarche.customer.document", "partner_id"),
                ("sunumarche.household.member", "partner_id"),
                ("sunumarche.contact.link", "other_partner_id"),
                ("sunumarche.contact.link", "partner_id"),
                ("crm.lead", "partner_id"),
            ):
                own = self.record(model, "own")
                self.assertRefused(
                    "salesperson",
                    model,
                    "write",
                    own,
                    target=own,
                    vals={field: stranger.id},
                )

    def test_an_activity_moved_to_a_stranger(self):
        stranger = self.record("res.partner", "other_agency")
        own = self.record("res.partner", "own")
        me = self.world.users["salesperson"]
        activity = own.activity_schedule("mail.mail_activity_data_todo", user_id=me.id)
        self.assertRefused(
            "salesperson",
            "mail.activity",
            "write",
            activity,
            target=activity,
            vals={"res_id": stranger.id},
        )


class TestRefusals(NamingCase):
    """What a refusal says."""

    @mute_logger(*ACCESS_LOGGERS)
    def test_no_name_in_debug_mode(self):
        stranger = self._hidden("salesperson", "res.partner")
        user = self.world.users["salesperson"]
        user.group_ids += self.env.ref("base.group_no_one")
        for operation in ("read", "write", "unlink"):
            with self.assertRaises(AccessError) as caught:
                stranger.with_user(user).check_access(operation)
            self.assertNotIn(MARK, str(caught.exception))

    @mute_logger(*ACCESS_LOGGERS)
    def test_no_kinship_by_an_error(self):
        """A link of a kind that one has once tells nothing of a stranger's."""
        stranger = self._hidden("salesperson", "res.partner")
        own = self.world.record("res.partner", "own", "salesperson")
        single = self.env["sunumarche.contact.link.type"].search(
            [("is_single", "=", True)], limit=1
        )
        friend = self.env["res.partner"].create({"name": f"{MARK} friend"})
        links = self.env["sunumarche.contact.link"]
        values = {"type_id": single.id, "partner_id": stranger.id}
        links.create({**values, "other_partner_id": friend.id})
        as_user = links.with_user(self.world.users["salesperson"])
        refusal = self._refusal_undone(
            as_user.create, {**values, "other_partner_id": own.id}
        )
        self.assertTrue(refusal)
        self.assertNotIn(MARK, refusal)


class TestNamingOverHttp(RpcCase):
    """The requests that told most, as they were sent."""

    def test_the_card_by_forms_of_other_models(self):
        fields = {
            "calendar.attendee": ("email", "phone", "common_name"),
            "crm.lead": ("contact_name", "email_from", "phone", "birthdate", "street"),
            "sale.order": ("user_id", "team_id", "agency_id"),
            "sunumarche.household": ("name",),
        }
        for kind in STRANGERS:
            number = self.record("res.partner", kind).id
            stranger = self.env["res.partner"].browse(number)
            for model, names in fields.items():
                link = "head_id" if model == "sunumarche.household" else "partner_id"
                roles = INTERNAL if model == "calendar.attendee" else ("salesperson",)
                for role in roles:
                    if stranger.with_user(self.world.users[role]).has_access("read"):
                        continue
                    self.assertRefused(
                        role,
                        model,
                        "onchange",
                        values={link: stranger.id},
                        field_names=[link],
                        fields_spec={name: {} for name in names},
                    )

    def test_the_settings_of_another_company(self):
        segment = self.env["sunumarche.segment"].create(
            {"name": MARK, "company_id": self.world.other_company.id}
        )
        for model, field in (("sunumarche.segment.simulation", "segment_id"),):
            self.assertRefused(
                "marketer",
                model,
                "onchange",
                values={field: segment.id},
                field_names=[field],
                fields_spec={field: {}},
            )
            self.assertRefused(
                "marketer", model, "create", vals_list=[{field: segment.id}]
            )
