"""Takes out of a view what its reader may not read, add up or look at."""

from lxml import etree

TOTALS = ("sum", "avg")


def remove_closed_fields(arch: str, model) -> str:
    """Return a view without the fields that the user may not read, at any depth."""
    root = etree.fromstring(arch)
    _remove_unreadable(root, model)
    return etree.tostring(root, encoding="unicode")


def _remove_unreadable(node, model) -> None:
    for child in list(node):
        field = model._fields.get(child.get("name")) if child.tag == "field" else None
        if field and not model._has_field_access(field, "read"):
            _remove(child)
            for label in node.xpath("./label[@for=$name]", name=field.name):
                _remove(label)
        elif field and field.comodel_name:
            _remove_unreadable(child, model.env[field.comodel_name])
        else:
            _remove_unreadable(child, model)


def _remove(node) -> None:
    """Take a node out; the text that follows it stays."""
    parent, previous = node.getparent(), node.getprevious()
    if node.tail and previous is not None:
        previous.tail = (previous.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def remove_totals(arch: str, names) -> str:
    """Return a view that neither adds up nor measures these fields.

    A list goes on to show them; a pivot, a graph and the columns of a kanban count the
    records.
    """
    root = etree.fromstring(arch)
    for bar in root.iter("progressbar"):
        for attribute, value in bar.attrib.items():
            if attribute.endswith("sum_field") and value in names:
                del bar.attrib[attribute]
    for node in root.xpath("//field[@name]"):
        if node.get("name") not in names:
            continue
        if root.tag in ("pivot", "graph"):
            _remove(node)
        for total in TOTALS:
            node.attrib.pop(total, None)
    return etree.tostring(root, encoding="unicode")
