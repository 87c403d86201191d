import {Component} from "@odoo/owl";
import {formatFloat} from "@web/views/fields/formatters";
import {parseFloat} from "@web/views/fields/parsers";

/** A number as people write it in the user's language; null while it is not one. */
export class NumberInput extends Component {
    static template = "sunumarche_query.NumberInput";
    static props = {
        value: {optional: true},
        update: Function,
        label: String,
        class: {type: String, optional: true},
    };
    static defaultProps = {class: ""};

    get text() {
        const {value} = this.props;
        return typeof value === "number"
            ? formatFloat(value, {trailingZeros: false})
            : "";
    }

    onChange(ev) {
        const text = ev.target.value.trim();
        let value = null;
        try {
            value = text ? parseFloat(text) : null;
        } catch {
            value = null;
        }
        if (value === null) {
            ev.target.value = "";
        }
        this.props.update(value);
    }
}
