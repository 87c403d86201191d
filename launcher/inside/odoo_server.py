"""Odoo's command line, for a tree that comes without its script.

A file of its own, because ``python -m odoo`` cannot restart its websocket child.
"""

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
