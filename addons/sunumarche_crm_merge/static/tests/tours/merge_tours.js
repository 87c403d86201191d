import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("sunumarche_crm_merge_duplicates", {
    steps: () => [
        {
            content: "open the duplicates",
            trigger: ".o_web_client .o_action_manager",
            run: () =>
                odoo.__WOWL_DEBUG__.root.env.services.action.doAction(
                    "sunumarche_crm_merge.sunumarche_duplicate_group_action",
                    {clearBreadcrumbs: true}
                ),
        },
        {
            content: "open the group",
            trigger: ".o_data_row .o_data_cell:contains(Zeynab Mbacké)",
            run: "click",
        },
        {
            content: "see why",
            trigger: "a[name=reasons]",
            run: "click",
        },
        {
            content: "each criterion is explained",
            trigger: ".o_field_widget[name=pair_ids] .o_data_cell[name=reasons]",
        },
        {
            content: "compare",
            trigger: ".o_form_view button[name=action_merge]",
            run: "click",
        },
        {
            content: "both contacts stand side by side",
            trigger: ".modal .o_sunumarche_merge td:contains(zeynab@example.com)",
        },
        {
            content: "see what moves",
            trigger: ".modal a[name=preview]",
            run: "click",
        },
        {
            content: "the order moves",
            trigger: ".modal .o_field_widget[name=summary]",
        },
        {
            content: "merge",
            trigger: ".modal button[name=action_merge]",
            run: "click",
        },
        {
            content: "the contact kept is open; open its merges",
            trigger: "button[name=action_open_merges]",
            run: "click",
        },
        {
            content: "open the merge",
            trigger: ".o_data_row .o_data_cell[name=survivor_id]",
            run: "click",
        },
        {
            content: "undo it",
            trigger: "button[name=action_undo]",
            run: "click",
        },
        {
            content: "confirm",
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            content: "it is undone",
            trigger: ".o_field_widget[name=undone_on]",
        },
    ],
});
