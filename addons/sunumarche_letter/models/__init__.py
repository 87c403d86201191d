from . import letter_template, res_partner
