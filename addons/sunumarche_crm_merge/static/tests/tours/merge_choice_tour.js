import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("sunumarche_crm_merge_choice", {
    steps: () => [
        {
            content: "open the list of the two contacts",
            trigger: ".o_web_client .o_action_manager",
            run: () =>
                odoo.__WOWL_DEBUG__.root.env.services.action.doAction(
                    {
                        type: "ir.actions.act_window",
                        name: "Contacts",
                        res_model: "res.partner",
                        views: [[false, "list"]],
                        domain: [["name", "in", ["Zeynab Mbacké", "Zeynabou Mbacké"]]],
                    },
                    {clearBreadcrumbs: true}
                ),
        },
        {
            content: "choose both",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "open the menu of actions",
            trigger: ".o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "compare them",
            trigger: ".o-dropdown--menu .o_menu_item:contains(Compare and merge)",
            run: "click",
        },
        {
            content: "the one with the order is to be kept, and stands first",
            trigger:
                ".modal .o_sunumarche_merge thead th:nth-child(2):contains(Zeynab Mbacké) .badge",
        },
        {
            content: "what differs stands side by side",
            trigger:
                ".modal .o_sunumarche_merge tr:has(td:contains(Dakar)) td:contains(Thiès)",
        },
        {
            content: "keep the other one",
            trigger: ".modal .o_field_widget[name=survivor_id] input",
            run: "click",
        },
        {
            content: "choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(Zeynabou Mbacké)",
            run: "click",
        },
        {
            content: "the other one stands first",
            trigger:
                ".modal .o_sunumarche_merge thead th:nth-child(2):contains(Zeynabou Mbacké) .badge",
        },
        {
            content: "the order moves",
            trigger: ".modal a[name=preview]",
            run: "click",
        },
        {
            content: "one order",
            trigger: ".modal .o_field_widget[name=summary]:contains(Sales Order: 1)",
        },
        {
            content: "see what is kept of each",
            trigger: ".modal a[name=choice]",
            run: "click",
        },
        {
            content: "the number is now that of the other one",
            trigger:
                ".modal .o_data_row:contains(Phone) [name=source_id]:contains(Zeynabou)",
        },
        {
            content: "take the city of the first one: open the line",
            trigger: ".modal .o_data_row:contains(City) td[name=source_id]",
            run: "click",
        },
        {
            content: "look for it",
            trigger: ".modal .o_selected_row [name=source_id] input",
            run: "edit Zeynab",
        },
        {
            content: "choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(Zeynab Mbacké)",
            run: "click",
        },
        {
            content: "merge",
            trigger: ".modal button[name=action_merge]",
            run: "click",
        },
        {
            content: "the contact kept is open, with its merge",
            trigger: ".o_form_view button[name=action_open_merges]:contains(1)",
        },
    ],
});
