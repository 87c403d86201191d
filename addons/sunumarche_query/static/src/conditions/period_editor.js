import {Component} from "@odoo/owl";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {_t} from "@web/core/l10n/translation";
import {deserializeDate, serializeDate} from "@web/core/l10n/dates";
import {NumberInput} from "./number_input";
import {Select} from "./select";
import {PERIOD_KINDS, UNITS, UNITS_MANY, options} from "./words";

const COUNTED = ["last", "before_last", "next"];

/** Edits a period: relative to today, or between two dates. */
export class PeriodEditor extends Component {
    static template = "sunumarche_query.PeriodEditor";
    static components = {DateTimeInput, NumberInput, Select};
    static props = {
        period: {optional: true},
        update: Function,
        noneLabel: {type: String, optional: true},
    };

    get period() {
        return this.props.period || {};
    }

    get kind() {
        return this.period.kind || "";
    }

    get kinds() {
        const kinds = options(PERIOD_KINDS);
        const {noneLabel} = this.props;
        return noneLabel ? [{value: "", label: noneLabel}, ...kinds] : kinds;
    }

    get units() {
        const several = this.isCounted && this.period.count !== 1;
        return options(several ? UNITS_MANY : UNITS);
    }

    get isCounted() {
        return COUNTED.includes(this.kind);
    }

    get labels() {
        return {
            kind: _t("Period"),
            count: _t("How many"),
            unit: _t("Unit of time"),
            from: _t("From"),
            to: _t("To"),
        };
    }

    updateKind(kind) {
        const {count = 90, unit = "day"} = this.period;
        if (!kind) {
            this.props.update(null);
        } else if (COUNTED.includes(kind)) {
            this.props.update({kind, count, unit});
        } else if (kind === "dates") {
            this.props.update({kind, from: null, to: null});
        } else {
            this.props.update({kind, unit: unit === "day" ? "month" : unit});
        }
    }

    updatePart(name, value) {
        this.props.update({...this.period, [name]: value});
    }

    date(name) {
        const text = this.period[name];
        return text ? deserializeDate(text) : false;
    }

    updateDate(name, date) {
        this.updatePart(name, date ? serializeDate(date) : null);
    }
}

export function isPeriodUnfinished(period) {
    if (!period?.kind) {
        return true;
    }
    if (period.kind === "dates") {
        return !period.from && !period.to;
    }
    return COUNTED.includes(period.kind) && !(period.count >= 1);
}
