import configparser

from launcher.odoo_config import BASE_CONFIG, compose


def parse(text):
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    return dict(parser["options"])


def test_private_options_are_added_and_win():
    text = compose("[options]\nworkers = 4\nlist_db = False\n", {"workers": "0"})
    assert parse(text) == {"workers": "0", "list_db": "False"}


def test_percent_signs_of_passwords_are_kept():
    text = compose("[options]\n", {"db_password": "a%b"})
    assert parse(text)["db_password"] == "a%b"


def test_company_file_holds_no_secret_and_opens_nothing():
    options = parse(BASE_CONFIG.read_text("utf-8"))
    assert options["list_db"] == "False"
    assert options["http_interface"] == "127.0.0.1"
    assert not {"admin_passwd", "db_password"} & set(options)
