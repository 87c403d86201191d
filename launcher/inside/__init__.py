"""Scripts that run in the virtual environment, with Odoo importable."""
