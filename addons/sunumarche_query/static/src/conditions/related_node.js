import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {GroupNode} from "./group_node";
import {LONG_AGO, fromGroup, nodeKinds, toGroup} from "./node_kinds";
import {Select} from "./select";

/** There are related records that meet conditions, or there are none. */
export class RelatedNode extends Component {
    static template = "sunumarche_query.RelatedNode";
    static components = {GroupNode, Select};
    static props = {node: Object, code: String, catalogue: Object, update: Function};

    setup() {
        this.toGroup = toGroup;
    }

    get field() {
        return this.props.catalogue.field(this.props.code, this.props.node.field);
    }

    get matches() {
        return [
            {value: "any", label: _t("with")},
            {value: "none", label: _t("without")},
        ];
    }

    get matchLabel() {
        return _t("With or without %s", this.field.label);
    }

    get addLabel() {
        return _t("Which %s?", this.field.label);
    }

    updateMatch(match) {
        this.props.update({...this.props.node, match});
    }

    updateWhere(group) {
        this.props.update({...this.props.node, where: fromGroup(group)});
    }
}

/** Related records may be missing for some time; the one pointed to is there or not. */
function makeChoices(catalogue, field) {
    const isMany = field.type !== "many2one";
    const group = isMany ? _t("With or without") : field.label;
    const name = field.label.toLowerCase();
    const make = (match, where = null) => ({
        type: "related",
        field: field.name,
        match,
        where,
    });
    const isFar = !isMany;
    const choices = [
        {
            isFar,
            key: `related:any:${field.name}`,
            group,
            label: _t("With %s", name),
            make: () => make("any"),
        },
        {
            isFar,
            key: `related:none:${field.name}`,
            group,
            label: _t("Without %s", name),
            make: () => make("none"),
        },
    ];
    const {dateField} = catalogue.object(field.target);
    if (isMany && dateField) {
        const value = {...LONG_AGO};
        const since = {type: "field", field: dateField, operator: "in", value};
        choices.push({
            key: `related:since:${field.name}`,
            group,
            label: _t("Without %s for some time", name),
            make: () => make("none", since),
        });
    }
    return choices;
}

const isLines = (field) => Number(field.kind === "lines");

nodeKinds.add(
    "related",
    {
        Component: RelatedNode,
        getChoices(catalogue, code) {
            return catalogue
                .object(code)
                .fields.filter(
                    (field) => field.target && catalogue.object(field.target)
                )
                .sort((one, other) => isLines(other) - isLines(one))
                .flatMap((field) => makeChoices(catalogue, field));
        },
        isUnfinished: (node, catalogue, code) => !catalogue.field(code, node.field),
    },
    {sequence: 10}
);
