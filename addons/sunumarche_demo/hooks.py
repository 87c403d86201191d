def post_init_hook(env):
    """Turn the main company into the demo company, unless it is already."""
    company = env.ref("base.main_company")
    env["sunumarche.demo.company"].with_company(company)._load_scaled()
