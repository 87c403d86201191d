const MOST_CLICKS = 12;
export const ADD = ".o_question_root > .o_question_add .o_question_add_menu button";

/** Open an action as its menu does. */
export function openAction(action, options = {}) {
    return {
        content: `open ${action}`,
        trigger: ".o_web_client .o_action_manager",
        run: () =>
            odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action, {
                clearBreadcrumbs: true,
                ...options,
            }),
    };
}

/** Steps that count what a person clicks: a native select takes two clicks. */
export class Clicks {
    constructor() {
        this.count = 0;
    }

    click(content, trigger) {
        this.count += 1;
        return {content, trigger, run: "click"};
    }

    type(content, trigger, text) {
        this.count += 1;
        return {content, trigger, run: `edit ${text} && press Tab`};
    }

    select(content, trigger, value) {
        this.count += 2;
        return {content, trigger, run: `select ${value}`};
    }

    check() {
        const {count} = this;
        return {
            content: `${count} clicks`,
            trigger: "body",
            run: () => {
                if (count > MOST_CLICKS) {
                    throw new Error(`${count} clicks are more than ${MOST_CLICKS}`);
                }
            },
        };
    }
}

/** A field in the menu of a new condition. */
export function choice(label) {
    return `.o_question_menu .o_select_menu_item:contains(${label})`;
}
