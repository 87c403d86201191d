"""What is about to be written, read as the ORM reads it."""


def read_written(records, vals, name, default=None):
    """Return a value of ``vals`` as the cache of its field holds it.

    Of a many2one that is an id or None, whether ``vals`` has an id, a record or False:
    callers of ``create`` and ``write``, core's among them, pass any of them.

    :param default: what to return when ``vals`` says nothing, or the model has no
        such field
    """
    field = records._fields.get(name)
    if field is None or name not in vals:
        return default
    return field.convert_to_cache(vals[name], records, validate=False)
