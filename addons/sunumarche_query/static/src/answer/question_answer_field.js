import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {QuestionAnswer} from "./question_answer";

/** The answer of the form's question, for the JSON field of its presentation. */
export class QuestionAnswerField extends Component {
    static template = "sunumarche_query.QuestionAnswerField";
    static components = {QuestionAnswer};
    static props = {...standardFieldProps, definition: {type: String, optional: true}};
    static defaultProps = {definition: "definition"};

    get definition() {
        return this.props.record.data[this.props.definition] || null;
    }

    get presentation() {
        return this.props.record.data[this.props.name] || null;
    }

    get title() {
        return this.props.record.data.name || undefined;
    }

    get update() {
        return (presentation) =>
            this.props.record.update({[this.props.name]: presentation});
    }
}

export const questionAnswerField = {
    component: QuestionAnswerField,
    displayName: _t("Answer of a question"),
    supportedTypes: ["json"],
    supportedOptions: [
        {label: _t("Field of the conditions"), name: "definition", type: "string"},
    ],
    extractProps: ({options}) => ({definition: options.definition}),
};

registry.category("fields").add("question_answer", questionAnswerField);
