"""What a person has to do today, from core's activities."""

from odoo.fields import Date

LIMIT = 10


def get_due_activities(env, limit=LIMIT):
    """Return the current user's activities due today or before, by document.

    The oldest come first, at most ``limit`` of them. A document that the user may not
    read stays without a name; the activity itself is always the user's to see.

    :return: a list of ``{"document": name or False, "activities": [...]}``
    """
    today = Date.context_today(env.user)
    activities = env["mail.activity"].search(
        [("user_id", "=", env.uid), ("date_deadline", "<=", today)],
        order="date_deadline, id",
        limit=limit,
    )
    names = _get_document_names(env, activities)
    groups = {}
    for activity in activities:
        key = (activity.res_model, activity.res_id)
        if not activity.res_model:
            key = activity.id
        group = groups.setdefault(
            key, {"document": names.get(key, False), "activities": []}
        )
        group["activities"].append(
            {
                "id": activity.id,
                "name": activity.summary or activity.activity_type_id.name,
                "icon": activity.icon or "fa-check",
                "days_late": (today - activity.date_deadline).days,
            }
        )
    return list(groups.values())


def _get_document_names(env, activities):
    """Return the names of the documents that the user may read, by (model, id)."""
    names = {}
    on_documents = activities.filtered(lambda activity: activity.res_model in env)
    for model, of_model in on_documents.grouped("res_model").items():
        documents = env[model].browse(of_model.mapped("res_id")).exists()
        for document in documents._filtered_access("read"):
            names[model, document.id] = document.display_name
    return names
