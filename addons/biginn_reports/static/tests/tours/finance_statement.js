import {registry} from "@web/core/registry";

// Grant finance: open the draft, compute it, ask why, lock it, print it.
registry.category("web_tour.tours").add("biginn_finance_statement", {
    steps: () => [
        {
            content: "Open the statement of the period",
            trigger: ".o_data_row .o_data_cell:contains('RP1')",
            run: "click",
        },
        {
            content: "Compute it out of the books",
            trigger:
                ".o_statusbar_buttons button[name=action_compute]:contains('Compute')",
            run: "click",
        },
        {
            content: "The total stands where the eye ends",
            trigger: ".o_field_widget[name=total_eur]:contains('84,856.53')",
        },
        {
            content: "The EU contribution too",
            trigger: ".o_field_widget[name=max_contribution_eur]:contains('63,642.40')",
        },
        {
            content: "Ask why on the personnel line",
            trigger:
                ".o_field_widget[name=line_ids] tr:contains('A.1') button[name=action_why]",
            run: "click",
        },
        {
            content: "The arithmetic is explained in place",
            trigger: ".o_notification:contains('448173.25 DKK / 7.4393')",
        },
        {
            content: "Close the explanation",
            trigger: ".o_notification .o_notification_close",
            run: "click",
        },
        {
            content: "Lock it",
            trigger: ".o_statusbar_buttons button[name=action_lock]",
            run: "click",
        },
        {
            content: "Yes, lock it",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It is locked",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Locked')",
        },
        {
            content: "Print it",
            trigger: ".o_statusbar_buttons button:contains('Print')",
            run: "click",
        },
        {
            content: "Printing leaves the screen as it was, without an error",
            trigger: "body:not(:has(.o_error_dialog)):not(:has(.o_blockUI))",
        },
        {
            content: "Behind the figures are the cost lines",
            trigger: "button.oe_stat_button:contains('Cost Lines')",
            run: "click",
        },
        {
            content: "Grouped by category, with their sums",
            trigger: ".o_group_header:contains('A.1')",
        },
    ],
});
