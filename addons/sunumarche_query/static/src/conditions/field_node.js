import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {nodeKinds} from "./node_kinds";
import {Select} from "./select";
import {
    ValueEditor,
    WITHOUT_VALUE,
    getDefaultValue,
    isValueUnfinished,
} from "./value_editor";
import {OPERATORS, options} from "./words";

/** A condition on a field: its name, an operator, a value. */
export class FieldNode extends Component {
    static template = "sunumarche_query.FieldNode";
    static components = {Select, ValueEditor};
    static props = {node: Object, code: String, catalogue: Object, update: Function};

    get field() {
        return this.props.catalogue.field(this.props.code, this.props.node.field);
    }

    get label() {
        return this.props.catalogue.label(this.props.code, this.props.node.field);
    }

    get operators() {
        const {kind} = this.field;
        return options(OPERATORS[kind] || {}, this.props.catalogue.operators[kind]);
    }

    get operatorLabel() {
        return _t("How %s is compared", this.label);
    }

    get hasValue() {
        return !WITHOUT_VALUE.includes(this.props.node.operator);
    }

    updateOperator(operator) {
        this._update(
            operator,
            getDefaultValue(this.field, operator, this.props.node.value)
        );
    }

    updateValue(value) {
        this._update(this.props.node.operator, value);
    }

    _update(operator, value) {
        const {field} = this.props.node;
        const node = {type: "field", field, operator};
        this.props.update(value === undefined ? node : {...node, value});
    }
}

function makeField(path, field, operators) {
    const [operator] = operators;
    const value = getDefaultValue(field, operator);
    const node = {type: "field", field: path, operator};
    return value === undefined ? node : {...node, value};
}

nodeKinds.add(
    "field",
    {
        Component: FieldNode,
        getChoices(catalogue, code) {
            const object = catalogue.object(code);
            return catalogue
                .paths(code, (field) => catalogue.operators[field.kind])
                .map(({path, field, through}) => ({
                    key: `field:${path}`,
                    group: through ? through.label : _t("%s: fields", object.label),
                    label: catalogue.label(code, path),
                    isFar: Boolean(through),
                    make: () => makeField(path, field, catalogue.operators[field.kind]),
                }));
        },
        isUnfinished(node, catalogue, code) {
            const field = catalogue.field(code, node.field);
            return !field || isValueUnfinished(field, node.operator, node.value);
        },
    },
    {sequence: 30}
);
