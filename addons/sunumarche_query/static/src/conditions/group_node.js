import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {AddMenu} from "./add_menu";
import {clone, isUnfinished, nodeKinds} from "./node_kinds";
import {Select} from "./select";
import {MATCHES, options} from "./words";

/** A group of conditions, each with buttons to duplicate and to remove it. */
export class GroupNode extends Component {
    static template = "sunumarche_query.GroupNode";
    static components = {AddMenu, Select};
    static props = {
        node: Object,
        code: String,
        catalogue: Object,
        update: Function,
        addLabel: {type: String, optional: true},
        isRoot: {type: Boolean, optional: true},
    };

    get matches() {
        return options(MATCHES);
    }

    get matchLabel() {
        return _t("How the conditions are joined");
    }

    get joiner() {
        return this.props.node.match === "all" ? _t("and") : _t("or");
    }

    get showsMatch() {
        const {match, nodes} = this.props.node;
        return (
            nodes.length > 1 || match === "none" || this.props.node.nodes.length === 0
        );
    }

    kind(node) {
        return nodeKinds.get(node.type, null);
    }

    isUnfinished(node) {
        return isUnfinished(node, this.props.catalogue, this.props.code);
    }

    label(index) {
        return _t("Condition %s", index + 1);
    }

    updateMatch(match) {
        this.props.update({...this.props.node, match});
    }

    _updateNodes(nodes) {
        this.props.update({...this.props.node, nodes});
    }

    updateChild(index, child) {
        this._updateNodes(this.props.node.nodes.with(index, child));
    }

    add(child) {
        this._updateNodes([...this.props.node.nodes, child]);
    }

    addGroup() {
        const match = this.props.node.match === "any" ? "all" : "any";
        this.add({type: "group", match, nodes: []});
    }

    duplicate(index) {
        const {nodes} = this.props.node;
        this._updateNodes(nodes.toSpliced(index + 1, 0, clone(nodes[index])));
    }

    remove(index) {
        this._updateNodes(this.props.node.nodes.toSpliced(index, 1));
    }
}

nodeKinds.add(
    "group",
    {
        Component: GroupNode,
        isUnfinished: (node) => !node.nodes?.length,
    },
    {sequence: 40}
);
