import {Component, onWillUpdateProps, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

const NO_FILTER = {channel: "", kind: "", since: "", until: "", text: ""};

/** Everything that happened with a customer, fifty lines at a time. */
export class CustomerTimeline extends Component {
    static template = "sunumarche_crm.CustomerTimeline";
    static props = {
        partnerId: Number,
        filters: Object,
        page: Object,
        until: {type: String, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({...NO_FILTER, busy: false, lines: [], cursor: null});
        this.show(this.props.page);
        onWillUpdateProps((props) => {
            if (props.page !== this.props.page) {
                Object.assign(this.state, NO_FILTER);
                this.show(props.page);
            }
        });
    }

    show(page) {
        this.state.lines = page.lines;
        this.state.cursor = page.cursor;
    }

    /** The kinds of the channel that was chosen. */
    get kinds() {
        const {channel} = this.state;
        return this.props.filters.kinds.filter(
            (kind) => !channel || kind.channel === channel
        );
    }

    /** The lines under the day on which they happened. */
    get days() {
        const days = [];
        for (const line of this.state.lines) {
            if (days.at(-1)?.day !== line.day) {
                days.push({day: line.day, lines: []});
            }
            days.at(-1).lines.push(line);
        }
        return days;
    }

    kind(line) {
        return this.props.filters.kinds.find((kind) => kind.name === line.kind);
    }

    get isFiltered() {
        return Object.keys(NO_FILTER).some((name) => this.state[name]);
    }

    readFilters() {
        const {channel, kind, since, until, text} = this.state;
        return {
            channels: channel ? [channel] : [],
            kinds: kind ? [kind] : [],
            since: since || false,
            until: until || this.props.until || false,
            text,
        };
    }

    async ask(cursor) {
        this.state.busy = true;
        try {
            return await this.orm.call("res.partner", "ask_timeline", [
                [this.props.partnerId],
                this.readFilters(),
                cursor,
            ]);
        } finally {
            this.state.busy = false;
        }
    }

    /** The last filter asked for is shown, whichever answer comes last. */
    async filter(name, value) {
        this.state[name] = value;
        if (name === "channel") {
            this.state.kind = "";
        }
        const asked = JSON.stringify(this.readFilters());
        const page = await this.ask(false);
        if (asked === JSON.stringify(this.readFilters())) {
            this.show(page);
        }
    }

    async clear() {
        Object.assign(this.state, NO_FILTER);
        this.show(await this.ask(false));
    }

    async more() {
        const page = await this.ask(this.state.cursor);
        this.state.lines.push(...page.lines);
        this.state.cursor = page.cursor;
    }

    open(line) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: line.document_model,
            res_id: line.document_id,
            views: [[false, "form"]],
        });
    }
}
