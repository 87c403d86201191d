"""The launcher of the SUNUMARCHE CRM: standard library only, Python 3.10 or newer.

``inside/`` is the exception: its scripts run in the virtual environment, with Odoo.
"""
