import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";
import {getColor} from "@web/core/colors/colors";
import {cookie} from "@web/core/browser/cookie";

const SCHEME = cookie.get("color_scheme");
// More is not readable; the table below says all.
export const MOST_POINTS = 60;
export const MOST_SERIES = 12;

/** The first measure of a grouped answer; each bar or slice opens its records. */
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
                    legend: {display: view === "pie" || this.columns.length > 0},
                    tooltip: {callbacks: {label: (item) => this.say(item)}},
                },
                scales: view === "pie" ? {} : {y: {beginAtZero: true}},
            },
        };
    }

    get series() {
        const {answer} = this.props;
        if (!answer.columns.length) {
            return [this.makeSeries(answer.measures[0].label, 0, answer.rowTotals)];
        }
        return this.columns.map((column, index) => {
            const cells = answer.cells.map((row) => row[index]);
            return this.makeSeries(column.label, index, cells);
        });
    }

    makeSeries(label, index, cells) {
        const color = getColor(index, SCHEME, "sm");
        return {
            label,
            data: cells.slice(0, MOST_POINTS).map((cell) => cell?.[0].value || 0),
            backgroundColor: color,
            borderColor: color,
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
        return answer.columns.length && answer.view !== "pie"
            ? answer.cells[dataIndex][datasetIndex]
            : answer.rowTotals[dataIndex];
    }

    say(item) {
        const text = this.cell(item)?.[0].text || "0";
        return item.dataset.label ? `${item.dataset.label}: ${text}` : text;
    }

    open({index, datasetIndex}) {
        const {answer} = this.props;
        const column = answer.view === "pie" ? null : answer.columns[datasetIndex];
        this.props.open(answer.rows[index], column);
    }
}
