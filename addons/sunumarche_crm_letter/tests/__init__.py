from . import test_letter_household
