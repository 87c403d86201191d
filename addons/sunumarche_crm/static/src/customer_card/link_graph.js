import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {RecordAutocomplete} from "@web/core/record_selectors/record_autocomplete";

const SIZE = 1000;
const RADIUS = [0, 230, 420, 480];
const NAME_LETTERS = 22;
// Room around the outermost contacts for their names.
const MARGIN = 110;

/** Place each contact on its ring, its neighbours around the one it hangs on. */
export function placeNodes(nodes) {
    const children = new Map();
    for (const node of nodes) {
        const siblings = children.get(node.parent_id) || [];
        children.set(node.parent_id, [...siblings, node]);
    }
    const leaves = (node) =>
        Math.max(
            1,
            (children.get(node.id) || []).reduce((sum, one) => sum + leaves(one), 0)
        );
    const places = {};
    const place = (node, start, end) => {
        const angle = (start + end) / 2;
        const radius = RADIUS[node.ring];
        places[node.id] = {
            ...node,
            x: SIZE / 2 + radius * Math.cos(angle),
            y: SIZE / 2 + radius * Math.sin(angle),
        };
        let from = start;
        const share = (end - start) / leaves(node);
        for (const child of children.get(node.id) || []) {
            const to = from + share * leaves(child);
            place(child, from, to);
            from = to;
        }
    };
    for (const root of children.get(false) || []) {
        place(root, -Math.PI / 2, (3 * Math.PI) / 2);
    }
    return places;
}

/** Who is linked to whom around a contact; a click makes another the centre. */
export class LinkGraph extends Component {
    static template = "sunumarche_crm.LinkGraph";
    static components = {RecordAutocomplete};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            centerId: this.props.action.params?.partner_id || this.props.resId,
            depth: 2,
            graph: null,
            other: null,
            path: undefined,
        });
        onWillStart(() => this.load());
    }

    async load() {
        this.props.updateActionState?.({resId: this.state.centerId});
        this.state.graph = await this.orm.call("res.partner", "ask_link_graph", [
            [this.state.centerId],
            this.state.depth,
        ]);
    }

    get places() {
        return placeNodes(this.state.graph.nodes);
    }

    get nodes() {
        return Object.values(this.places);
    }

    get title() {
        return _t("Links of %s", this.center.name);
    }

    get center() {
        return this.state.graph.nodes.find((node) => node.id === this.state.centerId);
    }

    /** One line for all links between the same two contacts, with all their labels. */
    get lines() {
        const places = this.places;
        const lines = new Map();
        for (const edge of this.state.graph.edges) {
            const key = [edge.source, edge.target].sort().join("-");
            const line = lines.get(key) || {
                key,
                from: places[edge.source],
                to: places[edge.target],
                labels: [],
            };
            line.labels.push(edge.label);
            lines.set(key, line);
        }
        return [...lines.values()];
    }

    /** As much of the drawing as there are contacts on it. */
    get viewBox() {
        const places = Object.values(this.places);
        const xs = places.map((place) => place.x);
        const ys = places.map((place) => place.y);
        const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
        const width = Math.max(...xs) + MARGIN - left;
        return `${left} ${top} ${width} ${Math.max(...ys) + MARGIN - top}`;
    }

    name(id) {
        return this.state.graph.nodes.find((node) => node.id === id).name;
    }

    shortName(node) {
        return node.name.length > NAME_LETTERS
            ? `${node.name.slice(0, NAME_LETTERS - 1)}…`
            : node.name;
    }

    walkTo(id) {
        this.state.centerId = id;
        this.state.path = undefined;
        return this.load();
    }

    setDepth(ev) {
        this.state.depth = Number(ev.target.value);
        return this.load();
    }

    async findPath(ids) {
        if (!ids.length) {
            return;
        }
        const [name] = await this.orm.read("res.partner", ids, ["display_name"]);
        this.state.other = name.display_name;
        this.state.path = await this.orm.call("res.partner", "ask_link_path", [
            [this.state.centerId],
            ids[0],
        ]);
    }

    async openCard(id) {
        const action = await this.orm.call("res.partner", "action_open_customer_card", [
            [id],
        ]);
        this.action.doAction(action);
    }
}

registry.category("actions").add("sunumarche_crm.link_graph", LinkGraph);
