import {registry} from "@web/core/registry";

/** Staff see what waits, look at all of one card, come back, and take the next thing. */
registry.category("web_tour.tours").add("biginn_staff_today", {
    steps: () => [
        {
            content: "The app opens on Today",
            trigger:
                ".o_biginn_today_card[data-key=applications]:contains('oldest 12 days')",
            run({anchor}) {
                // a style sheet that does not compile leaves the whole back office bare
                const grid = anchor.closest(".o_biginn_today_cards");
                if (getComputedStyle(grid).display !== "grid") {
                    throw new Error("The cards have no style");
                }
            },
        },
        {
            content: "Never colour alone: a word says what it means",
            trigger:
                "[data-key=applications] .o_biginn_today_meaning:contains('Waits for us')",
        },
        {
            content: "See all of them",
            trigger: "[data-key=applications] .o_biginn_today_count",
            run: "click",
        },
        {
            content: "Two wait, and only those that wait",
            trigger: ".o_list_view:has(.o_data_row:eq(1)):not(:has(.o_data_row:eq(2)))",
        },
        {
            content: "Back to the cards",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button",
            run: "click",
        },
        {
            content: "Take the next thing",
            trigger: "[data-key=applications] .o_biginn_today_next",
            run: "click",
        },
        {
            content: "It is the oldest one",
            trigger:
                ".o_form_view .o_field_widget[name=partner_id] input:value(Member A/S)",
        },
        {
            content: "Back again",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button",
            run: "click",
        },
        {
            content: "Look whether something has happened meanwhile",
            trigger: ".o_biginn_today_refresh",
            run: "click",
        },
        {
            content: "What does not wait is one quiet line",
            trigger: ".o_biginn_today_quiet:contains('Change requests')",
        },
    ],
});
