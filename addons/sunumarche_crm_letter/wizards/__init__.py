from . import letter_print
