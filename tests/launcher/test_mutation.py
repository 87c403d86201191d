import ast
from textwrap import dedent

import pytest

from launcher.mutation import find_mistakes


def plant(text):
    """Return the sources that come of each mistake."""
    source = dedent(text).encode()
    return [mistake.plant(source).decode() for mistake in find_mistakes(source)]


@pytest.mark.parametrize(
    ("source", "planted"),
    [
        ("a == b\n", ["a != b\n"]),
        ("a < b <= c\n", ["a <= b <= c\n", "a < b < c\n"]),
        ("a in b\n", ["a not in b\n"]),
        ("a is not b\n", ["a is b\n"]),
        ("x = not (a)\n", ["x =  (a)\n"]),
        ("a and b\n", ["a or b\n"]),
        ("any(a)\n", ["all(a)\n"]),
        ("a.any()\n", []),
        ("x = 2\n", ["x = 3\n"]),
        ("x = True\n", ["x = False\n"]),
        ("a.sudo().b\n", ["a.b\n"]),
        ("a.with_user(b)\n", []),
        ("x = [('a', '=', b)]\n", ['x = [(1, "=", 1)]\n']),
        ("x = Domain('a', 'not in', b)\n", ["x = Domain.TRUE\n"]),
        ("x = ('a', 'b', 'c')\n", []),
        ("é = ('é', a == b)\n", ["é = ('é', a != b)\n"]),
        ("x = fields.Integer(size=3)\n", []),
        ('"""SELECT a\nWHERE b = 1\n"""\n', []),
    ],
)
def test_what_is_planted(source, planted):
    assert plant(source) == planted


def test_conditions_of_sql_keep_their_parameters():
    planted = plant(
        '''
        x = """
            SELECT id FROM a
             WHERE b = %s
               AND (c IS NULL
                    OR d)
               AND company_id = %(company)s LIMIT 1
               AND day BETWEEN e AND f
        """
        '''
    )
    assert [
        line.strip() for text in planted for line in text.split("\n") if "TRUE" in line
    ] == [
        "WHERE (b = %s OR TRUE)",
        "AND (company_id = %(company)s OR TRUE) LIMIT 1",
        "AND (day BETWEEN e AND f OR TRUE)",
    ]
    assert any("AND (c IS NOT NULL" in text for text in planted)


def test_filters_by_company_are_told_from_others():
    source = b"x = [('company_id', '=', a), ('is_company', '=', b)]\n"
    concerned = [one for one in find_mistakes(source) if one.concerns_company]
    assert [one.stood for one in concerned] == [b"('company_id', '=', a)"]


def test_whatever_is_planted_is_python():
    source = b'x = "SELECT a WHERE b = 1"\ny = not(\n    c and d\n)\n'
    mistakes = find_mistakes(source)
    assert mistakes
    for mistake in mistakes:
        ast.parse(mistake.plant(source))
