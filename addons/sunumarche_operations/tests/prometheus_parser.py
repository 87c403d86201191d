"""A strict reader of Prometheus' text format, for gauges."""

import re

LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (-?\d+(?:\.\d+)?)")
HELP = re.compile(rf"# HELP ({NAME}) ((?:[^\\\n]|\\[\\n])+)")
TYPE = re.compile(rf"# TYPE ({NAME}) gauge")
ESCAPED = {r"\\": "\\", r"\n": "\n", r"\"": '"'}


def parse(text):
    """Return ``{name: {labels as text: value}}``; whatever is odd is a ValueError."""
    if text and not text.endswith("\n"):
        raise ValueError("The last line does not end.")
    gauges, current = {}, None
    lines = iter(text.split("\n")[:-1])
    for line in lines:
        if line.startswith("# HELP"):
            [current] = _groups(HELP, line)[:1]
            if current in gauges or _groups(TYPE, next(lines)) != (current,):
                raise ValueError(line)
            gauges[current] = {}
            continue
        name, labels, value = _groups(SAMPLE, line)
        if name != current or labels in gauges[current]:
            raise ValueError(line)
        gauges[current][labels] = float(value)
    return gauges


def _groups(pattern, line):
    found = pattern.fullmatch(line)
    if not found:
        raise ValueError(line)
    return found.groups()


def unquote(text):
    """Return what a label's quoted value stands for."""
    return re.sub(r"\\[\\n\"]", lambda found: ESCAPED[found[0]], text)
