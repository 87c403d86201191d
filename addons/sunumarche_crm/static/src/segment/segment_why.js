import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** A condition, or several, with a tick or a cross. */
export class SegmentCondition extends Component {
    static template = "sunumarche_crm.SegmentCondition";
    static props = {condition: Object};
}
SegmentCondition.components = {SegmentCondition};

/** Why a customer belongs to each segment, or does not. */
export class SegmentWhy extends Component {
    static template = "sunumarche_crm.SegmentWhy";
    static components = {SegmentCondition};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({segments: []});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((props) => this.load(props.record.resId));
    }

    async load(partnerId) {
        const segments = partnerId
            ? await this.orm.call("res.partner", "action_explain_segments", [
                  [partnerId],
              ])
            : [];
        this.state.segments = [
            ...segments.filter((segment) => segment.is_member),
            ...segments.filter((segment) => !segment.is_member),
        ];
    }
}

registry.category("view_widgets").add("sunumarche_segment_why", {
    component: SegmentWhy,
});
