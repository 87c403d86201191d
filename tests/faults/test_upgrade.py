"""From the version before to this one: nothing that people entered is lost (R129)."""

import lzma
from pathlib import Path

import pytest

import odoo.release

from tests.common import MANIFESTS

from .books import DIFFERENT

DATA = Path(__file__).parent / "data"
OLD = DATA / "sunumarche_crm_19.0.1.1.0.sql.xz"
KEPT = {
    "indicators": """
        SELECT partner_id, company_id, purchase_count, refund_count, net_amount,
               invoiced_amount, amount_due, first_purchase_date, last_purchase_date,
               rfm_class_id
          FROM sunumarche_customer_indicator ORDER BY partner_id
    """,
    "history": """
        SELECT partner_id, rfm_class_id, date_from, date_to
          FROM sunumarche_rfm_history ORDER BY id
    """,
    "purchases": """
        SELECT source_id, external_customer, line_key, partner_id, date, amount
          FROM sunumarche_purchase_history ORDER BY id
    """,
    "members": """
        SELECT segment_id, partner_id, date_entered, date_left, entered_cause
          FROM sunumarche_segment_membership ORDER BY id
    """,
    "segments": """
        SELECT id, name, definition, user_id FROM sunumarche_segment ORDER BY id
    """,
    "journal": """
        SELECT date, kind, model, res_id, record_name, before, after, user_id
          FROM sunumarche_journal WHERE id <= 6 ORDER BY id
    """,
    "names": "SELECT id, name, city, user_id FROM res_partner ORDER BY id",
    "documents": "SELECT id, name, state, amount_total FROM account_move ORDER BY id",
}
# What 19.0.1.2.0 makes of it: first name, last name and number of the card.
CARDS = """
    SELECT name, firstname, lastname, phone FROM res_partner
     WHERE name IN ('Ibrahima', 'Mouhamadou Lamine NDIAYE') ORDER BY name
"""
CARDS_EXPECTED = [
    "Ibrahima||Ibrahima|+221338210000",
    "Mouhamadou Lamine NDIAYE|Mouhamadou Lamine|NDIAYE|+221782345678",
]


@pytest.fixture(scope="module")
def upgraded(machine):
    """Restore the old database and upgrade it; return it and what was in it."""
    name = "faults_upgrade"
    machine.create(name)
    path = machine.folder / "old.sql"
    path.write_bytes(lzma.decompress(OLD.read_bytes()))
    path.chmod(0o644)
    options = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", path)
    machine.postgres.run("psql", *machine.postgres.address(), *options, name)
    # What psql restores belongs to its role; Odoo's is no other in production.
    machine.postgres.sql("ALTER ROLE odoo SET role = postgres")
    before = {key: machine.postgres.sql(query, name) for key, query in KEPT.items()}
    machine.odoo(name, "upgrade").run("-u", modules_to_update(machine, name))
    yield name, before
    machine.postgres.sql("ALTER ROLE odoo RESET role")
    machine.drop(name)


def modules_to_update(machine, name):
    """Return ours; core as well if Odoo is another than the file was made with."""
    query = "SELECT latest_version FROM ir_module_module WHERE name = 'base'"
    known = machine.postgres.sql(query, name)
    ours = "sunumarche_crm,sunumarche_query"
    base = odoo.modules.module.Manifest.for_addon("base").version
    return ours if known == base else f"base,{ours}"


@pytest.mark.parametrize("key", KEPT)
def test_what_people_and_refreshes_wrote_is_kept(machine, upgraded, key):
    name, before = upgraded
    assert before[key].strip()
    assert machine.postgres.sql(KEPT[key], name) == before[key]


def test_the_module_has_this_version(machine, upgraded):
    query = "SELECT latest_version, state FROM ir_module_module WHERE name = '{}'"
    for module in ("sunumarche_crm", "sunumarche_query"):
        found = machine.postgres.sql(query.format(module), upgraded[0])
        assert found == f"{MANIFESTS[module]['version']}|installed"


def test_the_figures_still_fit_the_documents(machine, upgraded):
    different = DIFFERENT.replace(
        "WHERE state = 'posted' AND move_type = 'out_invoice'",
        "WHERE state = 'posted' AND move_type = 'out_invoice'"
        " AND commercial_partner_id IS NOT NULL",
    )
    assert machine.postgres.sql(different, upgraded[0]) == "0"


def test_the_card_is_filled_from_what_was_typed(machine, upgraded):
    found = machine.postgres.sql(CARDS, upgraded[0])
    assert found.splitlines() == CARDS_EXPECTED


def test_the_journal_can_still_not_be_changed(machine, upgraded):
    with pytest.raises(AssertionError, match=r"append|journal"):
        machine.postgres.sql("DELETE FROM sunumarche_journal", upgraded[0])


def test_the_schema_is_that_of_a_new_installation(machine, upgraded):
    """Columns, indexes and constraints of our tables, by name and definition."""
    ours, fresh = (schema_of(machine, name) for name in (upgraded[0], "sunu_faults"))
    assert ours
    # Addons that the old database has not add columns of their own to core's tables.
    assert set(ours) - set(fresh) == set()
    missing = set(fresh) - set(ours)
    assert not [row for row in missing if "sunumarche_crm" in row]


def schema_of(machine, name):
    query = """
        SELECT table_name || '.' || column_name || ' ' || data_type
          FROM information_schema.columns
         WHERE table_name LIKE 'sunumarche%'
         UNION
        SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'sunumarche%'
    """
    return machine.postgres.sql(query, name).splitlines()


# What 6d725e4 had written in two rules and a tile; an update skips such records.
AT_6D725E4 = """
    UPDATE ir_model_data SET noupdate = TRUE
     WHERE module LIKE 'sunumarche%' AND model = 'ir.rule';
    UPDATE ir_rule SET perm_create = FALSE,
           domain_force = 'user._get_scope_domain(''sunumarche.consent'')'
     WHERE id = (SELECT res_id FROM ir_model_data WHERE module = 'sunumarche_crm'
                    AND name = 'consent_rule_scope');
    UPDATE ir_rule SET domain_force = '[(''user_id'', ''='', user.id)]'
     WHERE id = (SELECT res_id FROM ir_model_data WHERE module = 'sunumarche_query'
                    AND model = 'ir.rule' ORDER BY name LIMIT 1);
    UPDATE sunumarche_home_tile SET job_id = NULL;
    UPDATE ir_module_module SET latest_version = '19.0.1.5.0'
     WHERE name = 'sunumarche_crm';
    UPDATE ir_module_module SET latest_version = '19.0.1.1.0'
     WHERE name IN ('sunumarche_query', 'sunumarche_crm_merge');
    UPDATE ir_module_module SET latest_version = '19.0.1.0.0'
     WHERE name = 'sunumarche_letter';
"""
RULES = """
    SELECT data.module || '.' || data.name, domain_force, rule.active, perm_read,
           perm_write, perm_create, perm_unlink, data.noupdate, '<end>'
      FROM ir_rule rule
      JOIN ir_model_data data ON data.model = 'ir.rule' AND data.res_id = rule.id
     WHERE data.module IN ({})
"""
END = "<end>"
TILES = """
    SELECT tile.id, job_id FROM sunumarche_home_tile tile
     WHERE job_id IS NOT NULL ORDER BY 1
"""
RULED = (
    "sunumarche_crm",
    "sunumarche_query",
    "sunumarche_crm_merge",
    "sunumarche_letter",
)


def rules_of(machine, name, modules):
    listed = ", ".join(f"'{module}'" for module in modules)
    rows = machine.postgres.sql(RULES.format(listed), name).split(END)
    return {row.strip() for row in rows}


def test_the_wall_is_that_of_a_new_installation(machine, upgraded):
    """Every rule of the old database says what this version says."""
    modules = ("sunumarche_crm", "sunumarche_query")
    found = rules_of(machine, upgraded[0], modules)
    assert len(found) > 80
    assert found ^ rules_of(machine, "sunu_faults", modules) == set()


def test_rules_and_tiles_of_the_version_before_are_replaced(machine, database):
    """6d725e4 kept its rules from updates: a database of it had holes for good."""
    rules, tiles = (
        rules_of(machine, database, RULED),
        machine.postgres.sql(TILES, database),
    )
    assert tiles
    machine.postgres.sql(AT_6D725E4, database)
    assert rules_of(machine, database, RULED) != rules
    assert not machine.postgres.sql(TILES, database)
    machine.odoo(database, "upgrade").run("-u", ",".join(RULED))
    assert rules_of(machine, database, RULED) ^ rules == set()
    assert machine.postgres.sql(TILES, database) == tiles
