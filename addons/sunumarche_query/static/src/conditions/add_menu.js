import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {SelectMenu} from "@web/core/select_menu/select_menu";
import {getChoices} from "./node_kinds";

/** The menu of all conditions that an object can have, with a search. */
export class AddMenu extends Component {
    static template = "sunumarche_query.AddMenu";
    static components = {SelectMenu};
    static props = {
        code: String,
        catalogue: Object,
        add: Function,
        label: {type: String, optional: true},
    };

    get label() {
        return this.props.label || _t("Add a condition");
    }

    get placeholder() {
        return _t("Search…");
    }

    get groups() {
        const groups = new Map();
        const choices = getChoices(this.props.catalogue, this.props.code);
        const near = choices.filter((choice) => !choice.isFar);
        const far = choices.filter((choice) => choice.isFar);
        for (const choice of [...near, ...far]) {
            if (!groups.has(choice.group)) {
                groups.set(choice.group, []);
            }
            groups.get(choice.group).push({value: choice.key, label: choice.label});
        }
        return [...groups].map(([label, choices]) => ({label: String(label), choices}));
    }

    onSelect(key) {
        const choices = getChoices(this.props.catalogue, this.props.code);
        this.props.add(choices.find((choice) => choice.key === key).make());
    }
}
