import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {QuestionTree} from "./question_tree";

/** The conditions of a question, for a JSON field; option `object` fixes the object. */
export class QuestionTreeField extends Component {
    static template = "sunumarche_query.QuestionTreeField";
    static components = {QuestionTree};
    static props = {...standardFieldProps, code: {type: String, optional: true}};

    get definition() {
        return this.props.record.data[this.props.name] || null;
    }

    update(definition) {
        return this.props.record.update({[this.props.name]: definition || false});
    }

    /** An example comes with its presentation, where the form has that field. */
    useExample({presentation}) {
        if ("presentation" in this.props.record.activeFields) {
            this.props.record.update({presentation: presentation || false});
        }
    }
}

export const questionTreeField = {
    component: QuestionTreeField,
    displayName: _t("Conditions of a question"),
    supportedTypes: ["json"],
    supportedOptions: [{label: _t("Object"), name: "object", type: "string"}],
    extractProps: ({options}) => ({code: options.object}),
};

registry.category("fields").add("question_tree", questionTreeField);
