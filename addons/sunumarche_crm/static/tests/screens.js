/**
 * Opens screens one after the other and reports what a person would not accept: an
 * error, a screen that does not show, a word left in English, a label cut off.
 *
 * Called by tests/test_screens.py with the screens to open, each {action, view, shows}
 * (view may be left out; shows is a selector), and the English terms that have another
 * French text.
 */
(async function openScreens(screens, englishTerms) {
    const english = new Set(englishTerms);
    const services = odoo.__WOWL_DEBUG__.root.env.services;
    const LABELS =
        ".o_form_label, .nav-link, .btn-primary, .o_sunumarche_figure > span," +
        " .o-dashboard-action-header > span:first-child, .alert," +
        " .o_sunumarche_tile_text > :not(.visually-hidden), .o_sunumarche_apps .btn";

    async function until(condition, problem) {
        for (let tries = 0; tries < 200; tries++) {
            if (condition()) {
                return;
            }
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(problem);
    }

    function visibleTexts(root) {
        const texts = [];
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            if (walker.currentNode.parentElement.checkVisibility()) {
                texts.push(walker.currentNode.textContent.replace(/\s+/g, " ").trim());
            }
        }
        return texts;
    }

    function check(name) {
        const problems = [];
        const error = document.querySelector(".o_error_dialog");
        if (error) {
            problems.push(`error: ${error.textContent}`);
        }
        for (const text of visibleTexts(document.body)) {
            if (english.has(text)) {
                problems.push(`English: ${text}`);
            }
        }
        for (const label of document.querySelectorAll(LABELS)) {
            if (label.checkVisibility() && label.scrollWidth > label.clientWidth + 1) {
                const style = getComputedStyle(label);
                if (style.overflow !== "visible" && style.display !== "inline") {
                    problems.push(`cut: ${label.textContent.trim()}`);
                }
            }
        }
        if (problems.length) {
            throw new Error(`${name}: ${problems.join("; ")}`);
        }
    }

    try {
        for (const screen of screens) {
            const name = `${screen.action} ${screen.view || ""}`;
            services.action.doAction({type: "ir.actions.act_window_close"});
            await services.action.doAction(screen.action, {
                clearBreadcrumbs: true,
                viewType: screen.view,
                props: screen.resId ? {resId: screen.resId} : {},
            });
            await until(
                () => document.querySelector(screen.shows),
                `${name}: ${screen.shows} does not show`
            );
            for (const selector of screen.clicks || []) {
                await until(
                    () => document.querySelector(selector),
                    `${name}: nothing to click at ${selector}`
                );
                document.querySelector(selector).click();
            }
            if (screen.then) {
                await until(
                    () => document.querySelector(screen.then),
                    `${name}: ${screen.then} does not show`
                );
            }
            await new Promise((resolve) => setTimeout(resolve, 150));
            check(name);
        }
        console.log("test successful");
    } catch (error) {
        console.error(error.message);
    }
});
