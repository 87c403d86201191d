from . import controllers
from . import models
from .engine.json_log import install as post_load
from .hooks import post_init_hook
