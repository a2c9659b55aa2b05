import {registry} from "@web/core/registry";

/** A manager finds the application on the board, approves it and prepares its invoice. */
registry.category("web_tour.tours").add("biginn_application_to_invoice", {
    steps: () => [
        {
            content: "Open the application that waits",
            trigger: ".o_kanban_record:contains('Tour Applicant')",
            run: "click",
        },
        {
            content: "It says what it waits for",
            trigger:
                ".o_field_widget[name=state_explanation]:contains('a manager has to approve')",
        },
        {
            content: "Approve it",
            trigger: ".o_statusbar_buttons button[name=action_approve]",
            run: "click",
        },
        {
            content: "It is a member now",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Active')",
        },
        {
            content: "Its fee has not been invoiced",
            trigger: ".o_field_widget[name=fee_state]:contains('Not invoiced')",
        },
        {
            content: "Prepare the invoice",
            trigger: ".o_statusbar_buttons button[name=action_invoice_fees]:visible",
            run: "click",
        },
        {
            content: "The draft invoice is shown, in the member's name",
            trigger: ".o_field_widget[name=partner_id] input:value(Tour Applicant)",
        },
        {
            content: "Back to the membership",
            trigger: ".o_breadcrumb a:contains('Tour Applicant')",
            run: "click",
        },
        {
            content: "The membership knows its invoice",
            trigger: ".oe_stat_button[name=action_open_invoice]:contains('Invoice')",
        },
    ],
});
