from . import test_letter_consent
from . import test_letter_household
