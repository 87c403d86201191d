import {registry} from "@web/core/registry";

/** Refuse a tour that needs more clicks than a person is promised. */
function withAtMost(clicks, steps) {
    const needed = steps.filter((step) => step.run === "click").length;
    if (needed > clicks) {
        throw new Error(`${needed} clicks are needed, ${clicks} were promised`);
    }
    return steps;
}

function openFinder() {
    return [
        {
            content: "open the applications",
            trigger: ".o_navbar_apps_menu button",
            run: "click",
        },
        {
            content: "open the customers",
            trigger:
                ".o_app[data-menu-xmlid='sunumarche_crm.sunumarche_crm_menu_root']",
            run: "click",
        },
        {
            content: "open the 360° card",
            trigger:
                ".o_menu_sections [data-menu-xmlid='sunumarche_crm.customer_card_menu']",
            run: "click",
        },
        {
            content: "type a part of the number, as one hears it",
            trigger: ".o_sunumarche_finder input",
            run: "edit 77 123",
        },
    ];
}

function headline(name, words) {
    return {
        content: `${name} stands there`,
        trigger: `.o_sunumarche_headline[data-name='${name}']:contains(${words})`,
    };
}

registry.category("web_tour.tours").add("sunumarche_crm_find_customer", {
    steps: () =>
        withAtMost(3, [
            ...openFinder(),
            {
                content: "the customer is found",
                trigger: ".o_sunumarche_found:contains(Fatou)",
            },
            headline("class", ""),
            headline("debt", "Owes nothing"),
            headline("last_contact", "Message"),
        ]),
});

registry.category("web_tour.tours").add("sunumarche_crm_quotation", {
    steps: () =>
        withAtMost(8, [
            ...openFinder(),
            {
                content: "open the customer's card",
                trigger: ".o_sunumarche_found:contains(Fatou)",
                run: "click",
            },
            {
                content: "the timeline shows what was written",
                trigger: ".o_sunumarche_line[data-kind='message']:contains(Bonjour)",
            },
            {
                content: "begin a quotation",
                trigger: ".o_sunumarche_quote",
                run: "click",
            },
            {
                content: "the customer is filled in, and what to know of him",
                trigger: ".o_field_widget[name=partner_id] input:value(Fatou)",
            },
            headline("debt", "Owes nothing"),
            {
                content: "add a product",
                trigger:
                    ".o_field_x2many_list_row_add > button, .o_field_x2many_list_row_add a",
                run: "click",
            },
            {
                content: "name it",
                trigger:
                    ".o_field_widget[name=product_template_id] input, .o_field_widget[name=product_id] input",
                run: "edit Monture Téranga",
            },
            {
                content: "choose it",
                trigger: ".ui-menu-item a:contains(Monture Téranga)",
                run: "click",
            },
            {
                content: "its price is known",
                trigger: ".o_field_widget[name=tax_totals]:contains(1)",
            },
            {
                content: "save",
                trigger: ".o_form_button_save",
                run: "click",
            },
            {
                content: "the quotation is saved",
                trigger: "body:has(.o_form_status_indicator_buttons.invisible)",
            },
        ]),
});

registry.category("web_tour.tours").add("sunumarche_crm_timeline", {
    steps: () => [
        {
            content: "the card opens by its address",
            trigger: ".o_sunumarche_card_header h1:contains(Fatou)",
        },
        {
            content: "filter by channel",
            trigger: ".o_sunumarche_timeline_filters select[name=channel]",
            run: "select sale",
        },
        {
            content: "messages are gone",
            trigger:
                ".o_sunumarche_timeline:not(:has(.o_sunumarche_line[data-kind=message]))",
        },
        {
            content: "look for something that is not there",
            trigger: ".o_sunumarche_timeline_filters input[name=text]",
            run: "edit nothing of the kind && press Enter",
        },
        {
            content: "it says so",
            trigger: ".o_sunumarche_no_line button",
            run: "click",
        },
        {
            content: "everything is back",
            trigger: ".o_sunumarche_line[data-kind=message]",
        },
        {
            content: "show a past day",
            trigger: ".o_sunumarche_card_day input",
            run: ({anchor}) => {
                anchor.value = "2020-01-15";
                anchor.dispatchEvent(new Event("change"));
            },
        },
        {
            content: "the card is of that day",
            trigger: ".o_sunumarche_card .alert-info button",
            run: "click",
        },
        {
            content: "open the graph",
            trigger: ".o_sunumarche_card_buttons button:contains(Graph)",
            run: "click",
        },
        {
            content: "walk to the neighbour",
            trigger: ".o_sunumarche_graph_list button:contains(Neighbour)",
            run: "click",
        },
        {
            content: "it is the centre now",
            trigger: "h1:contains(Links of Neighbour)",
        },
    ],
});
