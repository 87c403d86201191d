import {Component} from "@odoo/owl";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {_t} from "@web/core/l10n/translation";
import {deserializeDate, serializeDate} from "@web/core/l10n/dates";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {nodeKinds} from "@sunumarche_query/conditions/node_kinds";
import {Select} from "@sunumarche_query/conditions/select";

/** Belongs to a segment or does not, now or at the end of a day. */
export class SegmentNode extends Component {
    static template = "sunumarche_crm.SegmentNode";
    static components = {DateTimeInput, RecordSelector, Select};
    static props = {node: Object, code: String, catalogue: Object, update: Function};

    get matches() {
        return [
            {value: "member", label: _t("is in the segment")},
            {value: "not_member", label: _t("is not in the segment")},
        ];
    }

    get labels() {
        return {
            match: _t("In or not in the segment"),
            segment: _t("Choose a segment"),
            at: _t("On which day: today when empty"),
        };
    }

    get day() {
        return this.props.node.at ? deserializeDate(this.props.node.at) : false;
    }

    updatePart(name, value) {
        this.props.update({...this.props.node, [name]: value});
    }

    updateDay(day) {
        this.updatePart("at", day ? serializeDate(day) : null);
    }
}

nodeKinds.add(
    "segment",
    {
        Component: SegmentNode,
        getChoices(catalogue, code) {
            if (catalogue.object(code)?.model !== "res.partner") {
                return [];
            }
            const make = (match) => ({
                type: "segment",
                segment: false,
                match,
                at: null,
            });
            return [
                {
                    key: "segment:member",
                    group: _t("Segments"),
                    label: _t("In a segment"),
                    make: () => make("member"),
                },
                {
                    key: "segment:not_member",
                    group: _t("Segments"),
                    label: _t("Not in a segment"),
                    make: () => make("not_member"),
                },
            ];
        },
        isUnfinished: (node) => !node.segment,
    },
    {sequence: 30}
);
