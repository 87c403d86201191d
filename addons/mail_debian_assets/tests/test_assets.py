from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
LOGIN = "assets_reader"


@tagged("post_install", "-at_install")
class TestBundle(TransactionCase):
    def test_backend_bundle_is_built_without_the_missing_file(self):
        files, _external = self.env["ir.qweb"]._get_asset_content("web.assets_backend")
        urls = [file["url"] for file in files]
        self.assertNotIn(f"/{LEFT_OUT}", urls)
        self.assertTrue([url for url in urls if url.startswith("/mail/static/")])


@tagged("post_install", "-at_install")
class TestWebClient(HttpCase):
    def test_web_client_starts_without_a_console_error(self):
        new_test_user(self.env, LOGIN, groups="base.group_user")
        self.browser_js(
            "/odoo",
            "console.log('test successful')",
            ready="!!document.querySelector('.o_web_client .o_main_navbar')",
            login=LOGIN,
        )
