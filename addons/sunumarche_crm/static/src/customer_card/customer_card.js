import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {CustomerHeadlines} from "./customer_headlines";
import {CustomerTimeline} from "./customer_timeline";

const PATIENCE_MS = 300;
const FEWEST_LETTERS = 3;

/** Finds a customer by a part of a name, a number or an address. */
export class CustomerFinder extends Component {
    static template = "sunumarche_crm.CustomerFinder";
    static components = {CustomerHeadlines};
    static props = {choose: Function};

    setup() {
        this.orm = useService("orm");
        this.state = useState({text: "", found: [], asked: ""});
        this.search = useDebounced(() => this.find(), PATIENCE_MS);
        useAutofocus();
    }

    type(ev) {
        this.state.text = ev.target.value.trim();
        this.search();
    }

    get isTooShort() {
        return this.state.text.length < FEWEST_LETTERS;
    }

    async find() {
        const {text} = this.state;
        const found = this.isTooShort
            ? []
            : await this.orm.call("res.partner", "ask_customers", [text]);
        if (text === this.state.text) {
            this.state.found = found;
            this.state.asked = text;
        }
    }
}

/** Everything one has to know of a customer, today or on a past day. */
export class CustomerCard extends Component {
    static template = "sunumarche_crm.CustomerCard";
    static components = {CustomerFinder, CustomerHeadlines, CustomerTimeline};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({status: "find", card: null, day: ""});
        const {action, resId} = this.props;
        this.partnerId = action.params?.partner_id || resId || false;
        onWillStart(() => {
            if (this.partnerId) {
                // Not awaited: the screen says at once that it is loading.
                this.load();
            }
        });
    }

    async load() {
        this.state.status = "loading";
        this.props.updateActionState?.({resId: this.partnerId});
        try {
            this.state.card = await this.orm.call("res.partner", "ask_customer_card", [
                [this.partnerId],
                this.state.day || false,
            ]);
            this.state.status = "ready";
        } catch (error) {
            this.state.status = "error";
            if (error.exceptionName === "odoo.exceptions.AccessError") {
                throw error;
            }
        }
    }

    choose(partnerId) {
        this.partnerId = partnerId;
        this.state.day = "";
        return this.load();
    }

    findAnother() {
        this.state.status = "find";
    }

    showDay(day) {
        this.state.day = day;
        return this.load();
    }

    get today() {
        return luxon.DateTime.local().toISODate();
    }

    open(line) {
        this.openRecord(line.model, line.id);
    }

    openRecord(model, id) {
        if (model === "res.partner" && id !== this.partnerId) {
            this.run("action_open_customer_card", id);
            return;
        }
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async run(method, id = this.partnerId, args = []) {
        const action = await this.orm.call("res.partner", method, [[id], ...args]);
        this.action.doAction(action);
    }

    print() {
        return this.run("action_print_customer_card", this.partnerId, [
            this.state.day || false,
        ]);
    }

    newQuotation() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sale.order",
            views: [[false, "form"]],
            context: {default_partner_id: this.partnerId},
        });
    }
}

registry.category("actions").add("sunumarche_crm.customer_card", CustomerCard);
