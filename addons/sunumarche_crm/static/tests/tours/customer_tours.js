import {openAction} from "@sunumarche_query/../tests/tours/tour_steps";
import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("sunumarche_crm_figure_documents", {
    steps: () => [
        openAction("contacts.action_contacts", {viewType: "kanban"}),
        {
            content: "open the first customer",
            trigger: ".o_kanban_record:contains(Diaye 0)",
            run: "click",
        },
        {
            content: "open the figures",
            trigger: "a[name=customer_figures]",
            run: "click",
        },
        {
            content: "the turnover of four purchases stands there; open its documents",
            trigger: ".o_sunumarche_figure:contains(40):first",
            run: "click",
        },
        {
            content: "four documents show",
            trigger: ".o_list_table .o_data_row:nth-child(4)",
        },
        {
            content: "open a document",
            trigger: ".o_data_row:first .o_data_cell[name=date]",
            run: "click",
        },
        {
            content: "its form shows the source",
            trigger: ".o_form_view .o_field_widget[name=source_id]:contains(Caisse)",
        },
    ],
});

registry.category("web_tour.tours").add("sunumarche_crm_class_migration", {
    steps: () => [
        openAction("sunumarche_crm.sunumarche_rfm_migration_wizard_action"),
        {
            content: "show the matrix of the last two months",
            trigger: "button[name=action_show]",
            run: "click",
        },
        {
            content: "open the customers of the total",
            trigger: ".o_pivot_cell_value:first",
            run: "click",
        },
        {
            content: "open one of them",
            trigger: ".o_list_table .o_data_row:first .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            content: "it is a contact",
            trigger: ".o_form_view a[name=customer_figures]",
        },
    ],
});
