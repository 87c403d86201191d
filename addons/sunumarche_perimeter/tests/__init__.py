from . import test_callers, test_digest, test_export, test_longest_text, test_signup
