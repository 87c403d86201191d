"""What somebody may have typed about a person, in whichever addon's field."""

TEXTS = ("char", "text", "html")


def get_typed_texts(model) -> list[str]:
    """Return the names of a model's stored texts that people write."""
    return [
        field.name
        for field in model._fields.values()
        if field.type in TEXTS
        and field.store
        and not (field.readonly or field.required)
    ]
