import {registry} from "@web/core/registry";

const ACTIVITY = ".o_sunumarche_activity:contains(Rappeler pour les verres)";

function services() {
    return odoo.__WOWL_DEBUG__.root.env.services;
}

/** Fail the tour when something reaches beyond the screen's width. */
function checkWidth() {
    for (const part of document.querySelectorAll(".o_sunumarche_day *")) {
        if (part.getBoundingClientRect().right > window.innerWidth + 1) {
            throw new Error(`Beyond the screen: ${part.outerHTML.slice(0, 80)}`);
        }
    }
}

/** Make the page's questions to the server fail until the returned function is called. */
function breakConnection() {
    const {orm} = services();
    const call = orm.call;
    let broken = true;
    orm.call = function (model, ...args) {
        if (broken && model === "sunumarche.home.tile") {
            return Promise.reject(new Error("offline"));
        }
        return call.call(this, model, ...args);
    };
    return () => {
        broken = false;
    };
}

let mend = null;

registry.category("web_tour.tours").add("sunumarche_crm_my_day", {
    steps: () => [
        {
            content: "the day opens after login, with the first name",
            trigger: ".o_sunumarche_day h1:contains(Aminata):not(:contains(Faye))",
            run: checkWidth,
        },
        {
            content: "the activity stands under its document; mark it as done",
            trigger: `.o_sunumarche_document:contains(Diaye 1) ${ACTIVITY} .o_sunumarche_activity_done`,
            run: "click",
        },
        {
            content: "it is gone",
            trigger: `.o_sunumarche_activities:not(:has(.o_sunumarche_activity))`,
        },
        {
            content: "open the tile of silent customers",
            trigger: ".o_sunumarche_tile:has(.fa-user-times)",
            run: "click",
        },
        {
            content: "the one customer silent for 90 days is listed",
            trigger:
                ".o_list_renderer .o_data_row:contains(Diaye 3), .o_kanban_record:contains(Diaye 3)",
        },
        {
            content: "the connection breaks",
            trigger: ".o_web_client",
            run: () => {
                mend = breakConnection();
                services().action.doAction("sunumarche_crm.my_day_action", {
                    clearBreadcrumbs: true,
                });
            },
        },
        {
            content: "the page says so",
            trigger: ".o_sunumarche_day_error",
            run: () => mend(),
        },
        {
            content: "try again",
            trigger: ".o_sunumarche_day_error button",
            run: "click",
        },
        {
            content: "the day is back",
            trigger: ".o_sunumarche_day h1:contains(Aminata)",
        },
    ],
});
