import {registry} from "@web/core/registry";

const MOST_CLICKS = 12;
const ADD = ".o_question_root > .o_question_add .o_question_add_menu button";

const SECOND = ".o_question_node[data-index='2']";

function choice(label) {
    return `.o_question_menu .o_select_menu_item:contains(${label})`;
}

registry.category("web_tour.tours").add("sunumarche_crm_loyal_and_silent", {
    steps: () => {
        let clicks = 0;
        const click = (content, trigger) => {
            clicks += 1;
            return {content, trigger, run: "click"};
        };
        const select = (content, trigger, value) => {
            clicks += 2;
            return {content, trigger, run: `select ${value}`};
        };
        const type = (content, trigger, text) => {
            clicks += 1;
            return {content, trigger, run: `edit ${text} && press Tab`};
        };
        const steps = [
            {
                content: "open a new question",
                trigger: ".o_web_client .o_action_manager",
                run: () =>
                    odoo.__WOWL_DEBUG__.root.env.services.action.doAction(
                        "sunumarche_query.sunumarche_question_action",
                        {clearBreadcrumbs: true, viewType: "form"}
                    ),
            },
            click("about customers", ".o_question_object[data-code=customer]"),
            click("a condition", ADD),
            click("on the class", choice("Class")),
            click("its values", ".o_question_value input"),
            click("loyal", ".o-autocomplete--dropdown-item:contains(Loyal)"),
            {content: "two are loyal", trigger: ".o_question_count:contains(2)"},
            click("a second condition", ADD),
            click("on the last purchase", choice("Last purchase")),
            select("long ago", `${SECOND} .o_question_period_kind`, "before_last"),
            type("six", `${SECOND} .o_question_period .o_question_number`, "6"),
            select(
                "months",
                `${SECOND} .o_question_period select.o_question_short`,
                "month"
            ),
            {content: "one is left", trigger: ".o_question_count:contains(1)"},
            {
                content: "the sentence says it",
                trigger:
                    ".o_question_sentence:contains(Customers of the class “Loyal”)" +
                    ":contains(whose last purchase falls more than 6 months ago)",
            },
            {content: "it is Awa", trigger: ".o_question_list:contains(Awa)"},
        ];
        return [
            ...steps,
            {
                content: `${clicks} clicks`,
                trigger: "body",
                run: () => {
                    if (clicks > MOST_CLICKS) {
                        throw new Error(`${clicks} clicks, at most ${MOST_CLICKS}`);
                    }
                },
            },
            {
                content: "name it",
                trigger:
                    ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input",
                run: "edit Loyal and silent",
            },
            {content: "save", trigger: ".o_form_button_save", run: "click"},
            {content: "saved", trigger: "button[name=action_open_answer]"},
        ];
    },
});
