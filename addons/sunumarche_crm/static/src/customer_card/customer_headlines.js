import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/** The three things to know of a customer: class, debt, last contact. */
export class CustomerHeadlines extends Component {
    static template = "sunumarche_crm.CustomerHeadlines";
    static props = {headlines: Array};
}

/** The same on a document, with the way to the customer's card. */
export class CustomerHeadlinesField extends Component {
    static template = "sunumarche_crm.CustomerHeadlinesField";
    static components = {CustomerHeadlines};
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    async open() {
        const action = await this.orm.call("res.partner", "action_open_customer_card", [
            [this.value.partner_id],
        ]);
        this.action.doAction(action);
    }
}

registry.category("fields").add("sunumarche_customer_headlines", {
    component: CustomerHeadlinesField,
    supportedTypes: ["json"],
});
