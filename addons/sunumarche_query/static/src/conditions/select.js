import {Component} from "@odoo/owl";

/** A native select, which is easy on a phone and for a keyboard. */
export class Select extends Component {
    static template = "sunumarche_query.Select";
    static props = {
        value: {optional: true},
        options: Array,
        update: Function,
        label: String,
        class: {type: String, optional: true},
        placeholder: {type: String, optional: true},
    };
    static defaultProps = {class: ""};
}
