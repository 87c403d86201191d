import {
    ADD,
    Clicks,
    choice,
    openAction,
} from "@sunumarche_query/../tests/tours/tour_steps";
import {registry} from "@web/core/registry";

const SECOND = ".o_question_node[data-index='2']";

registry.category("web_tour.tours").add("sunumarche_crm_loyal_and_silent", {
    steps: () => {
        const person = new Clicks();
        return [
            openAction("sunumarche_query.sunumarche_question_action", {
                viewType: "form",
            }),
            person.click("about customers", ".o_question_object[data-code=customer]"),
            person.click("a condition", ADD),
            person.click("on the class", choice("Class")),
            person.click("its values", ".o_question_value input"),
            person.click("loyal", ".o-autocomplete--dropdown-item:contains(Loyal)"),
            {content: "two are loyal", trigger: ".o_question_count:contains(2)"},
            person.click("a second condition", ADD),
            person.click("on the last purchase", choice("Last purchase")),
            person.select(
                "long ago",
                `${SECOND} .o_question_period_kind`,
                "before_last"
            ),
            person.type("six", `${SECOND} .o_question_period .o_question_number`, "6"),
            person.select(
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
            person.check(),
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
