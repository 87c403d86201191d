import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {SelectMenu} from "@web/core/select_menu/select_menu";
import {DomainSelectorAutocomplete} from "@web/core/tree_editor/tree_editor_autocomplete";
import {NumberInput} from "./number_input";
import {PeriodEditor, isPeriodUnfinished} from "./period_editor";
import {DEFAULT_PERIOD} from "./node_kinds";
import {Select} from "./select";

export const WITHOUT_VALUE = ["set", "not_set"];

/** Edits the value of a field condition, as its kind and operator ask for. */
export class ValueEditor extends Component {
    static template = "sunumarche_query.ValueEditor";
    static components = {
        DomainSelectorAutocomplete,
        NumberInput,
        PeriodEditor,
        Select,
        SelectMenu,
    };
    static props = {
        field: Object,
        operator: String,
        value: {optional: true},
        update: Function,
    };

    get label() {
        return _t("Value of %s", this.props.field.label);
    }

    get placeholder() {
        return _t("Choose…");
    }

    get booleans() {
        return [
            {value: "true", label: _t("yes")},
            {value: "false", label: _t("no")},
        ];
    }

    get choices() {
        return this.props.field.selection.map(([value, label]) => ({value, label}));
    }

    get values() {
        return Array.isArray(this.props.value) ? this.props.value : [];
    }

    updateBound(index, value) {
        const bounds = [this.values[0] ?? null, this.values[1] ?? null];
        bounds[index] = value;
        this.props.update(bounds);
    }
}

/** The value that a condition starts with; `kept` when it still fits. */
export function getDefaultValue(field, operator, kept = null) {
    if (WITHOUT_VALUE.includes(operator)) {
        return undefined;
    }
    switch (field.kind) {
        case "boolean":
            return typeof kept === "boolean" ? kept : true;
        case "date":
            return kept?.kind ? kept : {...DEFAULT_PERIOD};
        case "number":
            if (operator === "between") {
                return [typeof kept === "number" ? kept : null, null];
            }
            return typeof kept === "number" ? kept : null;
        case "text":
            return typeof kept === "string" ? kept : "";
        default:
            return Array.isArray(kept) ? kept : [];
    }
}

export function isValueUnfinished(field, operator, value) {
    if (WITHOUT_VALUE.includes(operator)) {
        return false;
    }
    switch (field.kind) {
        case "boolean":
            return typeof value !== "boolean";
        case "date":
            return isPeriodUnfinished(value);
        case "number":
            return operator === "between"
                ? !(
                      value?.length === 2 &&
                      value.every((one) => typeof one === "number")
                  )
                : typeof value !== "number";
        case "text":
            return !value?.trim?.();
        default:
            return !value?.length;
    }
}
