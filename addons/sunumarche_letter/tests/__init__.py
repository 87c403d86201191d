from . import test_letter_print, test_letter_template, test_placeholders
