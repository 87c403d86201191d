"""Python imports this first in a server that a test starts under guard."""

import importlib.util
import os
from pathlib import Path

LOG = "SUNU_OUTGOING_LOG"

if os.environ.get(LOG):
    path = Path(__file__).parents[1] / "guard.py"
    spec = importlib.util.spec_from_file_location("outgoing_guard", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.OutgoingGuard(os.environ[LOG]).install()
