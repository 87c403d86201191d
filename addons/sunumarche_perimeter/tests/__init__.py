from . import test_callers, test_digest, test_export, test_signup
