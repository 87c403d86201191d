import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";
import {getColor} from "@web/core/colors/colors";
import {cookie} from "@web/core/browser/cookie";
import {user} from "@web/core/user";

const SCHEME = cookie.get("color_scheme");
// More is not readable; the table below says all.
export const MOST_POINTS = 60;
export const MOST_SERIES = 12;

/** An amount in as few signs as an axis has room for. */
function sayShortly(number) {
    const format = {notation: "compact", maximumFractionDigits: 1};
    return new Intl.NumberFormat(user.lang, format).format(number);
}

/**
 * A grouped answer; each bar, point or slice opens its records.
 *
 * One group shows every measure, on a second axis those of another kind than the
 * first; two groups and pies show the first measure.
 */
export class AnswerChart extends Component {
    static template = "sunumarche_query.AnswerChart";
    static props = {answer: Object, open: Function};

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.answer]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get rows() {
        return this.props.answer.rows.slice(0, MOST_POINTS);
    }

    get columns() {
        return this.props.answer.columns.slice(0, MOST_SERIES);
    }

    get isCut() {
        const {rows, columns} = this.props.answer;
        return rows.length > MOST_POINTS || columns.length > MOST_SERIES;
    }

    draw() {
        this.chart?.destroy();
        // eslint-disable-next-line no-undef
        this.chart = new Chart(this.canvas.el, this.config);
    }

    get config() {
        const {view} = this.props.answer;
        return {
            type: view,
            data: {
                labels: this.rows.map((row) => row.label),
                datasets: view === "pie" ? [this.pie] : this.series,
            },
            options: {
                maintainAspectRatio: false,
                animation: false,
                onClick: (_ev, [element]) => element && this.open(element),
                plugins: {
                    legend: {display: view === "pie" || this.series.length > 1},
                    tooltip: {callbacks: {label: (item) => this.say(item)}},
                },
                scales: view === "pie" ? {} : this.scales,
            },
        };
    }

    get scales() {
        const axes = this.series.map((one) => one.yAxisID);
        const left = {beginAtZero: true, ticks: {callback: sayShortly}};
        const other = {...left, position: "right", grid: {display: false}};
        return {y: left, ...(axes.includes("other") ? {other} : {})};
    }

    get series() {
        const {answer} = this.props;
        if (!answer.columns.length) {
            return answer.measures.map(({label, type}, index) => {
                const cells = answer.rowTotals.map((totals) => totals[index]);
                const axis = type === answer.measures[0].type ? "y" : "other";
                return this.makeSeries(label, index, cells, axis);
            });
        }
        return this.columns.map((column, index) => {
            const cells = answer.cells.map((row) => row[index]?.[0]);
            return this.makeSeries(column.label, index, cells);
        });
    }

    makeSeries(label, index, cells, yAxisID = "y") {
        const color = getColor(index, SCHEME, "sm");
        return {
            label,
            data: cells.slice(0, MOST_POINTS).map((cell) => cell?.value || 0),
            backgroundColor: color,
            borderColor: color,
            yAxisID,
        };
    }

    get pie() {
        const {rowTotals} = this.props.answer;
        return {
            data: this.rows.map((_row, index) =>
                Math.max(0, rowTotals[index][0].value || 0)
            ),
            backgroundColor: this.rows.map((_row, index) =>
                getColor(index, SCHEME, "sm")
            ),
        };
    }

    cell({dataIndex, datasetIndex}) {
        const {answer} = this.props;
        if (answer.view === "pie") {
            return answer.rowTotals[dataIndex][0];
        }
        return answer.columns.length
            ? answer.cells[dataIndex][datasetIndex]?.[0]
            : answer.rowTotals[dataIndex][datasetIndex];
    }

    say(item) {
        const text = this.cell(item)?.text || "0";
        return item.dataset.label ? `${item.dataset.label}: ${text}` : text;
    }

    open({index, datasetIndex}) {
        const {answer} = this.props;
        const column = answer.view === "pie" ? null : answer.columns[datasetIndex];
        this.props.open(answer.rows[index], column);
    }
}
