from . import export, html_editor
