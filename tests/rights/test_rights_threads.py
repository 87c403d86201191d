"""Files, messages and followers of a record out of reach."""

from .rpc_case import INTERNAL, RpcCase

# Who reaches the customers of the other agency.
REACHING = ("marketer", "service_agent", "accountant", "direction", "administrator")


class TestThreads(RpcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls.world.record("res.partner", "other_agency", "salesperson")
        cls.attachment = cls.world.record(
            "ir.attachment", "other_agency", "salesperson"
        )
        cls.message = cls.world.record("mail.message", "other_agency", "salesperson")
        cls.world.record("mail.followers", "other_agency", "salesperson")

    def _outsiders(self):
        return [role for role in (*INTERNAL, "portal") if role not in REACHING]

    def _login(self, role):
        self.authenticate(f"rights_{role}", f"rights_{role}")

    def test_a_file_by_its_number(self):
        for role in self._outsiders():
            self._login(role)
            answer = self.url_open(f"/web/content/{self.attachment.id}")
            self.assertEqual(answer.status_code, 404, role)
            self.assertNotIn(b"confidential", answer.content)

    def test_a_file_without_logging_in(self):
        self.authenticate(None, None)
        answer = self.url_open(f"/web/content/{self.attachment.id}")
        self.assertEqual(answer.status_code, 404)

    def test_a_file_is_there_for_who_reaches_the_customer(self):
        self._login("service_agent")
        answer = self.url_open(f"/web/content/{self.attachment.id}")
        self.assertEqual(answer.content, b"confidential")

    def test_a_picture_of_a_customer(self):
        pixel = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
            "WjR9awAAAABJRU5ErkJggg=="
        )
        self.stranger.image_1920 = pixel
        address = f"/web/image/res.partner/{self.stranger.id}/image_1920"
        self.env.flush_all()
        self._login("service_agent")
        picture = self.url_open(address).content
        for role in self._outsiders():
            self._login(role)
            self.assertNotEqual(self.url_open(address).content, picture, role)

    def test_a_file_hung_on_a_record_out_of_reach(self):
        values = {"name": "x.txt", "res_model": "res.partner", "datas": "eA=="}
        for role in self._outsiders():
            self.assertRefused(
                role,
                "ir.attachment",
                "create",
                vals_list=[{**values, "res_id": self.stranger.id}],
            )

    def test_messages_by_search(self):
        domain = [("model", "=", "res.partner"), ("res_id", "=", self.stranger.id)]
        for role in self._outsiders():
            found = self.result(role, "mail.message", "search", domain=domain)
            self.assertFalse(found, role)
            self.assertRefused(
                role, "mail.message", "read", self.message, fields=["body"]
            )

    def test_messages_by_the_thread(self):
        body = {"thread_model": "res.partner", "thread_id": self.stranger.id}
        for role in self._outsiders():
            self._login(role)
            answer = self.url_open(
                "/mail/thread/messages", json={"jsonrpc": "2.0", "params": body}
            ).json()
            messages = answer.get("result", {}).get("messages", [])
            self.assertFalse({*self.stranger.message_ids.ids} & {*messages}, role)
            self.assertNotIn("Called", str(answer))

    def test_posting(self):
        for role in self._outsiders():
            self.assertRefused(
                role,
                "res.partner",
                "message_post",
                self.stranger,
                target=self.stranger,
                body="Hello",
            )

    def test_following_to_gain_access(self):
        """Core answers False instead of an error; nobody follows anything."""
        for role in self._outsiders():
            me = self.world.users[role].partner_id
            result = self.result(
                role,
                "res.partner",
                "message_subscribe",
                self.stranger,
                partner_ids=me.ids,
            )
            self.assertFalse(result, role)
            self.assertNotIn(me, self.stranger.message_partner_ids)

    def test_followers_show_nobody_out_of_reach(self):
        for role in self._outsiders():
            if role == "portal":
                self.assertRefused(role, "mail.followers", "search", domain=[])
                continue
            found = self.result(
                role, "mail.followers", "search_read", domain=[], fields=["partner_id"]
            )
            customers = [row["partner_id"][0] for row in found]
            self.assertNotIn(self.stranger.id, customers, role)

    def test_a_follower_keeps_to_his_reach(self):
        """Being made a follower shows nothing that the rights do not show."""
        me = self.world.users["salesperson"].partner_id
        self.stranger.message_subscribe(me.ids)
        self.assertRefused(
            "salesperson", "res.partner", "read", self.stranger, fields=["name"]
        )

    def test_bank_accounts(self):
        bank = self.env["res.partner.bank"].create(
            {"partner_id": self.stranger.id, "acc_number": "SN08 0001"}
        )
        for role in self._outsiders():
            self.assertRefused(
                role, "res.partner.bank", "read", bank, fields=["acc_number"]
            )
