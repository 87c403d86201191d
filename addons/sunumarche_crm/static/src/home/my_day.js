import {Component, onWillStart, useState} from "@odoo/owl";
import {formatCurrency} from "@web/core/currency";
import {formatFloat, formatInteger} from "@web/views/fields/formatters";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/** What the user's role starts the day with: tiles, activities due, applications. */
export class MyDay extends Component {
    static template = "sunumarche_crm.MyDay";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.menu = useService("menu");
        this.state = useState({status: "loading", day: null});
        onWillStart(() => {
            // Not awaited: the screen says at once that it is loading.
            this.load();
        });
    }

    async load() {
        try {
            this.state.day = await this.orm.call("sunumarche.home.tile", "get_my_day");
            this.state.status = "ready";
        } catch {
            this.state.status = "error";
        }
    }

    retry() {
        this.state.status = "loading";
        return this.load();
    }

    get apps() {
        const current = this.menu.getCurrentApp();
        return this.menu.getApps().filter((app) => app.id !== current?.id);
    }

    /** The figure of a tile as people write it in the user's language. */
    figure(tile) {
        if (tile.is_monetary) {
            return formatCurrency(tile.amount, this.state.day.currency_id);
        }
        if (tile.amount !== false) {
            return formatFloat(tile.amount, {trailingZeros: false});
        }
        const count = formatInteger(tile.count);
        return tile.more ? `${count}+` : count;
    }

    /** How many records a sum is made of. */
    records(tile) {
        return _t("%s in the list", formatInteger(tile.count));
    }

    lateness(activity) {
        if (activity.days_late === 0) {
            return _t("Today");
        }
        return activity.days_late === 1
            ? _t("1 day late")
            : _t("%s days late", formatInteger(activity.days_late));
    }

    doneLabel(activity) {
        return _t("Mark “%s” as done", activity.name);
    }

    async openTile(tile) {
        const action = await this.orm.call("sunumarche.home.tile", "action_open", [
            [tile.id],
        ]);
        return this.action.doAction(action);
    }

    async openActivity(activity) {
        const action = await this.orm.call("mail.activity", "action_open_document", [
            [activity.id],
        ]);
        return this.action.doAction(action, {onClose: () => this.load()});
    }

    async markDone(activity) {
        await this.orm.call("mail.activity", "action_feedback", [[activity.id]]);
        return this.load();
    }

    openActivities() {
        return this.action.doAction("mail.mail_activity_action_my");
    }

    openApp(app) {
        return this.menu.selectMenu(app);
    }
}

registry.category("actions").add("sunumarche_crm.my_day", MyDay);
