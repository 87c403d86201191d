from odoo.tests import BaseCase, tagged

from odoo.addons.sunumarche_operations.engine.exposition import Gauge, render

from .prometheus_parser import parse, unquote

ODD = 'a "quoted" job\\with\na line'


@tagged("post_install", "-at_install")
class TestExposition(BaseCase):
    def test_the_text_is_exactly_this(self):
        gauges = [
            Gauge("sunumarche_disk_free_bytes", "Free.", [({}, 2048)]),
            Gauge("sunumarche_nothing", "Left out."),
            Gauge("sunumarche_load", "Two.", [({"a": "x", "b": "y"}, 0.25)]),
        ]
        self.assertEqual(
            render(gauges),
            "# HELP sunumarche_disk_free_bytes Free.\n"
            "# TYPE sunumarche_disk_free_bytes gauge\n"
            "sunumarche_disk_free_bytes 2048\n"
            "# HELP sunumarche_load Two.\n"
            "# TYPE sunumarche_load gauge\n"
            'sunumarche_load{a="x",b="y"} 0.25\n',
        )

    def test_nothing_to_tell_is_an_empty_text(self):
        self.assertEqual(render([]), "")

    def test_whatever_stands_in_a_label_is_read_as_it_was(self):
        text = render([Gauge("one", "Help\\ with\na line", [({"job": ODD}, 3)])])
        [[labels]] = [list(samples) for samples in parse(text).values()]
        self.assertEqual(unquote(labels.removeprefix('job="')[:-1]), ODD)

    def test_a_name_that_prometheus_refuses_is_refused_here(self):
        with self.assertRaises(ValueError):
            Gauge("with-dash", "Help")

    def test_true_is_one(self):
        self.assertIn("up 1\n", render([Gauge("up", "Up.", [({}, True)])]))

    def test_the_reader_refuses_what_is_no_such_text(self):
        good = render([Gauge("one", "Help", [({}, 3)])])
        self.assertEqual(parse(good), {"one": {None: 3.0}})
        for bad in (good[:-1], good + "one 4\n", good * 2, good + "two 1\n", "one\n"):
            with self.subTest(text=bad), self.assertRaises(ValueError):
                parse(bad)
