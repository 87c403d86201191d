MINIMUM_PARAMETER = "auth_password_policy.minlength"
CORE_MINIMUM, OUR_MINIMUM = "8", "12"


def post_init_hook(env):
    """Ask for longer passwords than core does, unless somebody has chosen already."""
    parameters = env["ir.config_parameter"]
    if parameters.get_param(MINIMUM_PARAMETER) == CORE_MINIMUM:
        parameters.set_param(MINIMUM_PARAMETER, OUR_MINIMUM)
