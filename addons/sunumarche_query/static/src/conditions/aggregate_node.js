import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {GroupNode} from "./group_node";
import {fromGroup, nodeKinds, toGroup} from "./node_kinds";
import {NumberInput} from "./number_input";
import {PeriodEditor, isPeriodUnfinished} from "./period_editor";
import {Select} from "./select";
import {COMPARISONS, FUNCTIONS, options} from "./words";

/** A count, sum, average, minimum or maximum over related records, compared. */
export class AggregateNode extends Component {
    static template = "sunumarche_query.AggregateNode";
    static components = {GroupNode, NumberInput, PeriodEditor, Select};
    static props = {node: Object, code: String, catalogue: Object, update: Function};

    setup() {
        this.toGroup = toGroup;
    }

    get field() {
        return this.props.catalogue.field(this.props.code, this.props.node.field);
    }

    get related() {
        return this.props.catalogue.object(this.field.target);
    }

    get measures() {
        return getMeasures(this.related);
    }

    get measureOptions() {
        return this.measures.map(({name, label}) => ({value: name, label}));
    }

    get functions() {
        return options(FUNCTIONS, this.measures.length ? undefined : ["count"]);
    }

    get comparisons() {
        return options(COMPARISONS);
    }

    get isCount() {
        return this.props.node.function === "count";
    }

    get labels() {
        const {label} = this.field;
        return {
            computed: _t("What of %s is computed", label),
            measure: _t("Which number of %s", label),
            operator: _t("How it is compared"),
            value: _t("Compared with"),
            always: _t("at any time"),
            add: _t("Which %s?", label),
        };
    }

    update(values) {
        this.props.update({...this.props.node, ...values});
    }

    updateFunction(name) {
        const {measure} = this.props.node;
        const kept = name === "count" ? null : measure || this.measures[0].name;
        this.update({function: name, measure: kept});
    }

    updateWhere(group) {
        this.update({where: fromGroup(group)});
    }
}

function getMeasures(object) {
    return object.fields.filter((field) => field.measurable);
}

function make(field, name, measure = null) {
    return {
        type: "aggregate",
        field: field.name,
        function: name,
        measure,
        where: null,
        period: null,
        operator: "at_least",
        value: name === "count" ? 1 : null,
    };
}

nodeKinds.add(
    "aggregate",
    {
        Component: AggregateNode,
        getChoices(catalogue, code) {
            const group = _t("Numbers and totals");
            const choices = [];
            for (const field of catalogue.object(code).fields) {
                const related = field.countable && catalogue.object(field.target);
                if (!related) {
                    continue;
                }
                choices.push({
                    key: `count:${field.name}`,
                    group,
                    label: _t("Number of %s", field.label.toLowerCase()),
                    make: () => make(field, "count"),
                });
                const [measure] = getMeasures(related);
                if (measure) {
                    choices.push({
                        key: `sum:${field.name}`,
                        group,
                        label: _t("Total, average… of %s", field.label.toLowerCase()),
                        make: () => make(field, "sum", measure.name),
                    });
                }
            }
            return choices;
        },
        isUnfinished(node, catalogue, code) {
            return (
                !catalogue.field(code, node.field) ||
                typeof node.value !== "number" ||
                (node.period && isPeriodUnfinished(node.period))
            );
        },
    },
    {sequence: 20}
);
