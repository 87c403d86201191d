"""Which currency an amount is in."""


def get_currency_field(model, name: str) -> str:
    return model._fields[name].get_currency_field(model)


def has_currency_column(model, name: str) -> bool:
    """Whether records of the model may have their amounts in several currencies.

    Where the currency is computed and not stored it is the company's.
    """
    field = model._fields[name]
    if field.type != "monetary":
        return False
    currency_name = field.get_currency_field(model)
    currency = currency_name and model._fields[currency_name]
    return bool(currency and currency._description_groupable(model.env))
