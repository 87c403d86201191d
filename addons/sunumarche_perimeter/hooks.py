SIGNUP_PARAMETER = "auth_signup.invitation_scope"
DIGEST_PARAMETER = "digest.default_digest_emails"


def post_init_hook(env):
    """Close what core leaves open, in new databases and in those that exist."""
    env["ir.module.module"]._remove_callers()
    stop_digests(env)
    env["ir.config_parameter"].set_param(SIGNUP_PARAMETER, "b2b")


def stop_digests(env):
    """Nobody receives core's digest by default; whoever wants it subscribes himself."""
    env["ir.config_parameter"].set_param(DIGEST_PARAMETER, False)
    digest = env.ref("digest.digest_digest_default", raise_if_not_found=False)
    if digest:
        digest.user_ids = False
