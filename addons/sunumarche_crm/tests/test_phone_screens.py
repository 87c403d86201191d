from odoo.tests import HttpCase, new_test_user, tagged

LINK = ".o_field_widget[name=phone] a.o_form_uri"


@tagged("post_install", "-at_install")
class TestPhoneScreens(HttpCase):
    def test_a_form_that_is_only_read_shows_the_number_as_people_write_it(self):
        self.env.company.country_id = self.env.ref("base.sn")
        seller = new_test_user(
            self.env, "phone_reader", "sunumarche_crm.group_salesperson"
        )
        customer = self.env["res.partner"].create(
            {"name": "Awa Diop", "phone": "+221771234567", "user_id": seller.id}
        )
        household = self.env["sunumarche.household"].create({"head_id": customer.id})
        self.browser_js(
            f"/odoo/action-sunumarche_crm.sunumarche_household_action/{household.id}",
            f"""
            const shown = document.querySelector("{LINK}").textContent;
            if (shown === "77 123 45 67") {{
                console.log("test successful");
            }} else {{
                console.error(`shown: ${{shown}}`);
            }}
            """,
            ready=f'Boolean(document.querySelector("{LINK}"))',
            login=seller.login,
        )
