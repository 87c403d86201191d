import {patch} from "@web/core/utils/patch";
import {
    formPhoneField,
    PhoneField,
    phoneField,
} from "@web/views/fields/phone/phone_field";
import {useInputField} from "@web/views/fields/input_field_hook";

// A number is kept as E.164; the field named by the option `shown_field` has it as
// people write it.
patch(PhoneField, {
    props: {...PhoneField.props, shownField: {type: String, optional: true}},
});

patch(PhoneField.prototype, {
    setup() {
        useInputField({getValue: () => this.shownNumber});
    },
    get shownNumber() {
        const {name, record, shownField} = this.props;
        const kept = record.data[name] || "";
        return (kept.startsWith("+") && record.data[shownField]) || kept;
    },
});

const shown = () => ({
    fieldDependencies: ({options}) =>
        options.shown_field ? [{name: options.shown_field, type: "char"}] : [],
    extractProps({options}) {
        const props = super.extractProps(...arguments);
        props.shownField = options.shown_field;
        return props;
    },
});

patch(phoneField, shown());
patch(formPhoneField, shown());
