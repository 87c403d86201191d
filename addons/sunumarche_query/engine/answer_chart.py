"""Charts of an answer as SVG, for prints."""

from reportlab.graphics import renderSVG
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor

WIDTH, HEIGHT = 720, 320
MOST_POINTS, MOST_SLICES, MOST_SERIES = 40, 12, 10
COLOURS = [
    HexColor("#4ea7f2"),
    HexColor("#ea6175"),
    HexColor("#43c5b1"),
    HexColor("#f4a261"),
    HexColor("#8481dd"),
    HexColor("#ffd86d"),
    HexColor("#a6a9b0"),
    HexColor("#3188e6"),
    HexColor("#056bd9"),
    HexColor("#d64045"),
]


def make_chart(view: str, groups: dict, measure: str) -> str:
    """The SVG of the first measure; empty when there is nothing to draw.

    :param view: bar, line or pie
    :param groups: what ``GroupAnswer.read_table`` gave
    """
    series = get_series(groups, measure)
    if not series:
        return ""
    if view == "pie":
        return _draw_pie(groups["rows"], groups["row_totals"])
    drawing = Drawing(WIDTH, HEIGHT)
    chart = HorizontalLineChart() if view == "line" else VerticalBarChart()
    chart.x, chart.y, chart.width, chart.height = 60, 90, WIDTH - 80, HEIGHT - 110
    names = [shorten(row["label"]) for row in groups["rows"][:MOST_POINTS]]
    chart.categoryAxis.categoryNames = names
    chart.categoryAxis.labels.angle = 40
    chart.categoryAxis.labels.boxAnchor = "ne"
    chart.categoryAxis.labels.fontSize = 7
    chart.valueAxis.labels.fontSize = 7
    chart.valueAxis.valueMin = min(0, *(min(values) for _name, values in series))
    chart.data = [values for _name, values in series]
    for index in range(len(series)):
        part = chart.lines[index] if view == "line" else chart.bars[index]
        if view == "line":
            part.strokeColor = COLOURS[index]
        else:
            part.fillColor, part.strokeColor = COLOURS[index], None
    drawing.add(chart)
    if len(series) > 1:
        drawing.add(_make_legend([name for name, _values in series], WIDTH - 110))
    return renderSVG.drawToString(drawing)


def get_series(groups: dict, measure: str) -> list[tuple[str, list[float]]]:
    """The first measure by row: one series, or one per column group."""
    rows = groups["rows"][:MOST_POINTS]
    if not rows:
        return []
    if not groups["columns"]:
        return [
            (measure, [_get_number(one) for one in groups["row_totals"][: len(rows)]])
        ]
    return [
        (
            shorten(column["label"]),
            [_get_number(groups["cells"][line][index]) for line in range(len(rows))],
        )
        for index, column in enumerate(groups["columns"][:MOST_SERIES])
    ]


def _get_number(cells) -> float:
    return float(cells[0].value or 0) if cells else 0.0


def shorten(text: str, length: int = 24) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _draw_pie(rows, totals) -> str:
    """Slices of what is positive; a share of a loss cannot be drawn."""
    values = [
        (shorten(row["label"]), _get_number(cells))
        for row, cells in zip(rows, totals, strict=True)
    ]
    values = [one for one in values if one[1] > 0][:MOST_SLICES]
    if not values:
        return ""
    drawing = Drawing(WIDTH, HEIGHT)
    pie = Pie()
    pie.x, pie.y, pie.width, pie.height = 60, 30, HEIGHT - 60, HEIGHT - 60
    pie.data = [value for _name, value in values]
    for index in range(len(values)):
        pie.slices[index].fillColor = COLOURS[index % len(COLOURS)]
        pie.slices[index].strokeColor = None
    drawing.add(pie)
    drawing.add(_make_legend([name for name, _value in values], HEIGHT + 60))
    return renderSVG.drawToString(drawing)


def _make_legend(names: list[str], x: int) -> Legend:
    legend = Legend()
    legend.x, legend.y = x, HEIGHT - 20
    legend.fontSize = 8
    legend.columnMaximum = MOST_SLICES
    legend.alignment = "right"
    legend.colorNamePairs = [
        (COLOURS[index % len(COLOURS)], name) for index, name in enumerate(names)
    ]
    return legend
