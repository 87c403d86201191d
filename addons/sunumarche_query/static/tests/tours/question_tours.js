import {ADD, Clicks, choice, openAction} from "./tour_steps";
import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("sunumarche_query_build", {
    steps: () => {
        const person = new Clicks();
        const second = ".o_question_node[data-index='2']";
        return [
            openAction("sunumarche_query.sunumarche_question_action", {
                viewType: "form",
            }),
            person.click("about contacts", ".o_question_object[data-code=partner]"),
            person.click("a condition", ADD),
            person.click("on the label", choice("Label")),
            {content: "it is not finished", trigger: ".o_question_unfinished"},
            {content: "which is said", trigger: ".o_question_error:contains(Label)"},
            person.click("its values", ".o_question_value input"),
            person.click(
                "loyal",
                ".o-autocomplete--dropdown-item:contains(A loyal friend)"
            ),
            {content: "three are loyal", trigger: ".o_question_count:contains(3)"},
            person.click("a second condition", ADD),
            person.click("on the creation", choice("Created on")),
            person.select(
                "long ago",
                `${second} .o_question_period_kind`,
                "before_last"
            ),
            person.type("six", `${second} .o_question_period .o_question_number`, "6"),
            person.select(
                "months",
                `${second} .o_question_period select.o_question_short`,
                "month"
            ),
            {content: "two are left", trigger: ".o_question_count:contains(2)"},
            {
                content: "the sentence says it",
                trigger:
                    ".o_question_sentence:contains(Contacts):contains(A loyal friend)" +
                    ":contains(more than 6 months ago)",
            },
            {content: "the list shows them", trigger: ".o_question_list:contains(Awa)"},
            person.check(),
            {content: "undo", trigger: ".o_question_undo", run: "click"},
            {
                content: "days again",
                trigger: ".o_question_sentence:contains(more than 6 days ago)",
            },
            {content: "redo", trigger: ".o_question_redo", run: "click"},
            {content: "two again", trigger: ".o_question_count:contains(2)"},
            {
                content: "duplicate a condition",
                trigger: `${second} .o_question_duplicate`,
                run: "click",
            },
            {
                content: "remove it",
                trigger: ".o_question_node[data-index='3'] .o_question_remove",
                run: "click",
            },
            {
                content: "two conditions are left",
                trigger: ".o_question_root:not(:has(.o_question_node[data-index='3']))",
            },
            {
                content: "name it",
                trigger:
                    ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input",
                run: "edit Old friends",
            },
            {content: "save", trigger: ".o_form_button_save", run: "click"},
            {content: "saved", trigger: "button[name=action_open_answer]"},
        ];
    },
});

registry.category("web_tour.tours").add("sunumarche_query_sentence", {
    steps: () => [
        openAction("sunumarche_query.sunumarche_question_action"),
        {content: "a new question", trigger: ".o_list_button_add", run: "click"},
        {
            content: "start with an example",
            trigger: ".o_question_example:contains(Of Dakar)",
            run: "click",
        },
        {
            content: "its sentence",
            trigger: ".o_question_sentence:contains(Contacts from “Dakar”)",
        },
        {content: "type it", trigger: ".o_question_edit_sentence", run: "click"},
        {
            content: "nonsense",
            trigger: ".o_question_preview textarea",
            run: "edit Contacts who sing",
        },
        {content: "read", trigger: ".o_question_read", run: "click"},
        {
            content: "refused",
            trigger: ".o_question_sentence_error:contains(who sing)",
        },
        {
            content: "another city",
            trigger: ".o_question_preview textarea",
            run: "edit Contacts from “Thiès”",
        },
        {content: "read it", trigger: ".o_question_read", run: "click"},
        {content: "one contact", trigger: ".o_question_count:contains(1)"},
        {
            content: "the tree has it",
            trigger: ".o_question_text:value(Thiès)",
        },
        {content: "no more", trigger: ".o_form_button_cancel", run: "click"},
        {content: "thrown away", trigger: ".o_list_view"},
    ],
});

registry.category("web_tour.tours").add("sunumarche_query_answer", {
    steps: () => [
        openAction("sunumarche_query.sunumarche_question_action"),
        {
            content: "open a question's answer",
            trigger:
                ".o_data_row:contains(All contacts) button[name=action_open_answer]",
            run: "click",
        },
        {content: "its list", trigger: ".o_question_list:contains(Awa)"},
        {
            content: "by name",
            trigger: ".o_question_list th button:contains(Name)",
            run: "click",
        },
        {
            content: "sorted",
            trigger: ".o_question_list th[aria-sort=ascending]:contains(Name)",
        },
        {content: "as a table", trigger: "[data-view=pivot]", run: "click"},
        {
            content: "by city",
            trigger: ".o_question_group_1",
            run: "select city",
        },
        {
            content: "Dakar has two",
            trigger:
                ".o_question_pivot tr:contains(Dakar) .o_question_cell:contains(2)",
        },
        {content: "as bars", trigger: "[data-view=bar]", run: "click"},
        {content: "drawn", trigger: ".o_question_chart canvas"},
        {content: "as a pie", trigger: "[data-view=pie]", run: "click"},
        {
            content: "open the records of Dakar",
            trigger: ".o_question_pivot tr:contains(Dakar) .o_question_cell",
            run: "click",
        },
        {
            content: "two contacts",
            trigger: ".o_data_row:nth-child(2):contains(Bineta)",
        },
        openAction("sunumarche_query.sunumarche_question_dashboard_action"),
        {
            content: "the pinned question",
            trigger: ".o_question_board_card:contains(All contacts) .o_question_list",
        },
        {
            content: "take it off",
            trigger: ".o_question_board_card button[title*='All contacts']",
            run: "click",
        },
        {content: "an empty dashboard", trigger: ".o_question_no_board"},
    ],
});
