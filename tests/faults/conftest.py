import pytest

from .machine import Machine


@pytest.fixture(scope="session")
def machine():
    """One PostgreSQL for all faults, with the tests' database as a template."""
    made = Machine()
    try:
        made.start()
        made.restore()
        yield made
    finally:
        made.close()


@pytest.fixture
def database(machine, request):
    """Return the name of a copy that is this test's alone."""
    name = machine.clone(f"faults_{abs(hash(request.node.nodeid)) % 10**8}")
    yield name
    for server in machine.servers:
        if server.database == name:
            server.kill()
    machine.drop(name)
