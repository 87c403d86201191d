"""The containers' file, by the rules of the Compose specification that it uses.

No container is started here: names that point nowhere, files that are not there and
ports that are open are found all the same.
"""

import configparser
import re

import pytest
import yaml

from launcher.cli import parser
from launcher.home import REPOSITORY

from .test_deploy import DEPLOY

# What may stand in a service; a misspelt key is refused by the engine, and here.
KEYS = {
    "image", "build", "environment", "secrets", "volumes", "command", "healthcheck",
    "shm_size", "restart", "networks", "ports", "depends_on", "security_opt",
    "cap_drop", "network_mode",
}  # fmt: skip
# Made by who sets the machine up, with what is secret or its own.
OWN_FILES = {
    "./recipients.txt",
    "./certificates",
    "./secrets/database",
    "./secrets/application",
    "./secrets/pgpass",
}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def mounts(service):
    return [volume.split(":")[:2] for volume in service.get("volumes", [])]


def test_only_keys_that_exist_are_used(compose, services):
    assert set(compose) == {"services", "secrets", "networks", "volumes"}
    for service in services.values():
        assert not set(service) - KEYS
        assert len({"image", "build"} & set(service)) == 1


def test_what_is_named_is_declared(compose, services):
    for service in services.values():
        for name in service.get("networks", []):
            assert name in compose["networks"]
        for name in service.get("secrets", []):
            assert name in compose["secrets"]
        for name, _target in mounts(service):
            assert name.startswith("./") or name in compose["volumes"]
        for name in service.get("depends_on", {}):
            assert name in services


def test_what_one_waits_for_says_whether_it_is_healthy(services):
    for service in services.values():
        for name, wish in service.get("depends_on", {}).items():
            assert wish == {"condition": "service_healthy"}
            assert services[name]["healthcheck"]["test"][0].startswith("CMD")


def test_files_are_there(compose, services):
    mounted = [pair for service in services.values() for pair in mounts(service)]
    sources = {name for name, _target in mounted}
    sources |= {secret["file"] for secret in compose["secrets"].values()}
    for name in sources - OWN_FILES:
        if name.startswith("./"):
            assert (DEPLOY / name).exists(), name
    build = services["odoo"]["build"]
    assert (DEPLOY / build["context"]).resolve() == REPOSITORY
    assert (REPOSITORY / build["dockerfile"]).exists()


def test_only_the_web_is_open(compose, services):
    """R138"""
    published = {name: service.get("ports", []) for name, service in services.items()}
    assert published == {"database": [], "odoo": ["80:80", "443:443"], "nginx": []}
    # Which network leads nowhere, and who is on it.
    assert compose["networks"]["inside"] == {"internal": True}
    assert services["database"]["networks"] == ["inside"]
    assert services["odoo"]["networks"] == ["inside", "outside"]


def test_nobody_reaches_postgresql_without_a_password(services):
    """R135: neither by the network nor by the socket, which nobody else has."""
    database = services["database"]
    environment = database["environment"]
    assert environment["POSTGRES_HOST_AUTH_METHOD"] == "scram-sha-256"
    arguments = environment["POSTGRES_INITDB_ARGS"].split()
    assert "--auth-local=scram-sha-256" in arguments
    assert "--auth-host=scram-sha-256" in arguments
    assert "trust" not in (DEPLOY / "compose.yaml").read_text("utf-8")
    for name, service in services.items():
        targets = [target for _source, target in mounts(service)]
        assert not [target for target in targets if "run/postgresql" in target], name


def test_the_application_is_no_superuser_and_knows_no_superuser_s_password(services):
    """R135: else the triggers that keep the journal would hold nobody."""
    assert services["odoo"]["secrets"] == ["pgpass"]
    assert services["odoo"]["environment"] == {"PGPASSFILE": "/run/secrets/pgpass"}
    assert "secrets" not in services["nginx"]
    scripts = [
        source
        for source, target in mounts(services["database"])
        if target.startswith("/docker-entrypoint-initdb.d/")
    ]
    text = "\n".join((DEPLOY / script).read_text("utf-8") for script in scripts)
    (role,) = re.findall(r"CREATE ROLE (.+?);", text, re.DOTALL)
    words = role.split()
    assert words[0] == "sunumarche"
    assert {"NOSUPERUSER", "NOCREATEROLE", "NOREPLICATION", "NOBYPASSRLS"} <= {*words}
    assert "SUPERUSER" not in words
    assert not re.search(r"ALTER (ROLE|USER)|GRANT", text)


def test_the_configuration_is_the_machine_s_but_for_the_database_s_place():
    options = {}
    for name in ("odoo.conf", "odoo-container.conf"):
        parser = configparser.RawConfigParser()
        parser.read_string((DEPLOY / name).read_text("utf-8"))
        options[name] = dict(parser["options"])
    alone, contained = options.values()
    assert contained.pop("db_host") == "database"
    assert alone.pop("db_host") == "/var/run/postgresql"
    assert contained == alone


def test_odoo_is_started_by_a_command_that_the_launcher_takes(services):
    options = parser().parse_args(services["odoo"]["command"])
    assert options.config == "/etc/sunumarche/odoo.conf"
    assert ["./odoo-container.conf", options.config] in mounts(services["odoo"])
