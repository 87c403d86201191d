import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {SelectMenu} from "@web/core/select_menu/select_menu";
import {Select} from "../conditions/select";
import {FUNCTIONS, GRANULARITIES, options} from "../conditions/words";

export const VIEWS = [
    {name: "list", icon: "fa-list", label: _t("List")},
    {name: "pivot", icon: "fa-table", label: _t("Table by groups")},
    {name: "bar", icon: "fa-bar-chart", label: _t("Bar chart")},
    {name: "line", icon: "fa-line-chart", label: _t("Line chart")},
    {name: "pie", icon: "fa-pie-chart", label: _t("Pie chart")},
];
const CHARTS = ["bar", "line", "pie"];
const DEFAULT_COLUMNS = 6;
const MOST_MEASURES = 5;

/** Chooses how an answer is shown: view, columns, groups and measures. */
export class AnswerSettings extends Component {
    static template = "sunumarche_query.AnswerSettings";
    static components = {Select, SelectMenu};
    static props = {
        code: String,
        catalogue: Object,
        presentation: Object,
        update: Function,
    };

    setup() {
        this.views = VIEWS;
    }

    get view() {
        return this.props.presentation.view || "list";
    }

    get labels() {
        return {
            columns: _t("Columns"),
            first: _t("Grouped by"),
            second: _t("and by"),
            granularity: _t("Periods of the groups"),
            measure: _t("What is computed"),
            field: _t("Of which number"),
            none: _t("nothing else"),
            add: _t("Add a number"),
            remove: _t("Remove"),
        };
    }

    change(values) {
        this.props.update({...this.props.presentation, ...values});
    }

    updateView(view) {
        const values = {view};
        if (CHARTS.includes(view) && !this.groups.length) {
            const [first] = this.groupOptions;
            values.groups = first ? [{field: first.value}] : [];
        }
        this.change(values);
    }

    // Columns of a list.

    get columns() {
        const {columns} = this.props.presentation;
        return columns?.length ? columns : this.defaultColumns;
    }

    get defaultColumns() {
        return this.props.catalogue
            .object(this.props.code)
            .fields.filter((field) => field.kind !== "lines")
            .slice(0, DEFAULT_COLUMNS)
            .map((field) => field.name);
    }

    get columnChoices() {
        return this.pathOptions((field) => field.kind !== "lines");
    }

    pathOptions(accepts) {
        const {catalogue, code} = this.props;
        return catalogue
            .paths(code, accepts)
            .map(({path}) => ({value: path, label: catalogue.label(code, path)}));
    }

    // Groups and measures.

    get groups() {
        return this.props.presentation.groups || [];
    }

    get groupOptions() {
        return this.pathOptions((field) => field.groupable);
    }

    get secondOptions() {
        return [{value: "", label: this.labels.none}, ...this.groupOptions];
    }

    get granularities() {
        return options(GRANULARITIES);
    }

    isDate(group) {
        return (
            this.props.catalogue.field(this.props.code, group.field)?.kind === "date"
        );
    }

    updateGroup(index, field) {
        const groups = this.groups.slice(0, index);
        if (field) {
            groups.push({field}, ...this.groups.slice(index + 1));
        }
        this.change({groups});
    }

    updateGranularity(index, granularity) {
        const group = {...this.groups[index], granularity};
        this.change({groups: this.groups.with(index, group)});
    }

    get measures() {
        const {measures} = this.props.presentation;
        return measures?.length ? measures : [{function: "count"}];
    }

    get canAddMeasure() {
        return this.measureFields.length > 0 && this.measures.length < MOST_MEASURES;
    }

    get measureFields() {
        return this.props.catalogue
            .object(this.props.code)
            .fields.filter((field) => field.measurable)
            .map(({name, label}) => ({value: name, label}));
    }

    get functions() {
        return options(FUNCTIONS, this.measureFields.length ? undefined : ["count"]);
    }

    /** A number that is not shown yet, or else another function of one that is. */
    addMeasure() {
        const shown = this.measures.map((one) => one.field);
        const fields = this.measureFields.map(({value}) => value);
        const field = fields.find((name) => !shown.includes(name)) || fields[0];
        this.change({measures: [...this.measures, {function: "sum", field}]});
    }

    removeMeasure(index) {
        this.change({measures: this.measures.toSpliced(index, 1)});
    }

    updateFunction(index, name) {
        const field = this.measures[index].field || this.measureFields[0]?.value;
        const measure = name === "count" ? {function: name} : {function: name, field};
        this.change({measures: this.measures.with(index, measure)});
    }

    updateField(index, field) {
        const measure = {function: this.measures[index].function, field};
        this.change({measures: this.measures.with(index, measure)});
    }
}
