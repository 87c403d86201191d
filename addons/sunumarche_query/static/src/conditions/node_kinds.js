import {registry} from "@web/core/registry";

/**
 * Kinds of conditions by their `type`. Each has:
 * - `Component`: edits a node; gets `node`, `code`, `catalogue`, `update(node)`
 * - `getChoices(catalogue, code)`: what the menu "Add a condition" offers:
 *   `[{key, group, label, make(), isFar}]`, where `make` gives a new node and what
 *   `isFar` stands last
 * - `isUnfinished(node, catalogue, code)`: whether a value is still missing
 */
export const nodeKinds = registry.category("sunumarche_query_nodes");

export function isUnfinished(node, catalogue, code) {
    const kind = nodeKinds.get(node.type, null);
    return !kind || Boolean(kind.isUnfinished?.(node, catalogue, code));
}

/** All choices of the menu for the records of an object. */
export function getChoices(catalogue, code) {
    const kinds = nodeKinds.getAll();
    return kinds.flatMap((kind) => kind.getChoices?.(catalogue, code) || []);
}

/** What stands for `where` in the editor: always a group. */
export function toGroup(where) {
    if (!where) {
        return {type: "group", match: "all", nodes: []};
    }
    return where.type === "group"
        ? where
        : {type: "group", match: "all", nodes: [where]};
}

/** What is kept of an edited group. */
export function fromGroup(group) {
    return group.nodes.length ? group : null;
}

export function clone(value) {
    return JSON.parse(JSON.stringify(value));
}

export const DEFAULT_PERIOD = {kind: "last", count: 90, unit: "day"};
export const LONG_AGO = {kind: "last", count: 6, unit: "month"};
