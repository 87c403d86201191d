MINIMUM_PARAMETER = "auth_password_policy.minlength"
INACTIVITY_PARAMETER = "sessions.max_inactivity_seconds"
TWELVE_HOURS = 12 * 60 * 60
CORE_MINIMUM, OUR_MINIMUM = "8", "12"


def post_init_hook(env):
    """Ask for longer passwords than core does, unless somebody has chosen already.

    A session that nobody uses ends after a night, not after core's week.
    """
    parameters = env["ir.config_parameter"]
    if parameters.get_param(MINIMUM_PARAMETER) == CORE_MINIMUM:
        parameters.set_param(MINIMUM_PARAMETER, OUR_MINIMUM)
    if not parameters.get_param(INACTIVITY_PARAMETER):
        parameters.set_param(INACTIVITY_PARAMETER, TWELVE_HOURS)
