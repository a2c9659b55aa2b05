import {registry} from "@web/core/registry";

const click = (content, trigger) => ({content, trigger, run: "click"});
const state = (label) => ({
    content: `It is ${label}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains('${label}')`,
});
const tab = (name) => click(`Tab ${name}`, `.o_notebook a.nav-link[name=${name}]`);

/** Staff accept a candidate, find it a host, make the exchange and ask for signatures. */
registry.category("web_tour.tours").add("biginn_candidate_to_signatures", {
    steps: () => [
        state("Submitted"),
        click("Accept it", ".o_statusbar_buttons button[name=action_accept]"),
        state("Accepted"),
        click(
            "Find a partner",
            ".o_statusbar_buttons button[name=action_open_match_desk]",
        ),
        {
            content: "The best one, and why",
            trigger:
                ".o_biginn_match_partner:contains('Host UAB') .o_biginn_match_reasons:contains('wish for countries')",
        },
        click(
            "Propose the two to each other",
            ".o_biginn_match_partner:contains('Host UAB') .o_biginn_match_propose",
        ),
        click(
            "Open the match",
            ".o_biginn_match_desk button:has(.badge):contains('Host UAB')",
        ),
        state("Proposed"),
        click("The visitor says yes", "button[name=action_visitor_yes]"),
        state("One has agreed"),
        click("The host says yes", "button[name=action_host_yes]"),
        state("Both have agreed"),
        click("Make the exchange", "button[name=action_make_exchange]"),
        state("Draft"),
        click("Validate it", ".o_statusbar_buttons button[name=action_validate]"),
        state("Validated"),
        {
            content: "It says what the commitment lacks",
            trigger: ".o_biginn_waiting:contains('Plan at least one day')",
        },
        tab("building"),
        click(
            "Plan a day",
            ".o_field_widget[name=day_ids] .o_field_x2many_list_row_add a",
        ),
        {
            content: "Its day",
            trigger: ".o_field_widget[name=day_ids] .o_selected_row [name=date] input",
            run: "edit 03/01/2027",
        },
        {
            content: "What happens on it",
            trigger: ".o_field_widget[name=day_ids] .o_selected_row [name=name] input",
            run: "edit Welcome",
        },
        click("Save", ".o_form_button_save"),
        click(
            "Ask for signatures",
            ".o_statusbar_buttons button[name=action_request_signatures]",
        ),
        state("Signing"),
        {
            content: "Four parties have to sign",
            trigger: ".alert:contains('Signatures are missing')",
        },
    ],
});

/** After the stay: report and proof are good, the exchange is complete and its bill is made. */
registry.category("web_tour.tours").add("biginn_report_to_bill", {
    steps: () => [
        state("Reporting"),
        tab("closing"),
        click(
            "The report is good",
            ".o_field_widget[name=report_ids] button[name=action_validate]",
        ),
        {
            content: "It is validated",
            trigger: ".o_field_widget[name=report_ids] .badge:contains('Validated')",
        },
        tab("closing"),
        click(
            "So is the proof",
            ".o_field_widget[name=evidence_ids] button[name=action_accept]",
        ),
        click("Complete", ".o_statusbar_buttons button[name=action_complete]"),
        state("Completed"),
        click("Make the bill", ".o_statusbar_buttons button[name=action_create_bill]"),
        {
            content: "The draft bill of the visitor",
            trigger: ".o_field_widget[name=partner_id] input:value(Member A/S)",
        },
        click("Post it", ".o_statusbar_buttons button[name=action_post]:visible"),
        {
            content: "Posted",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Posted')",
        },
        click(
            "Pay it",
            ".o_statusbar_buttons button[name=action_register_payment]:visible",
        ),
        click("Register the payment", ".modal button[name=action_create_payments]"),
        {
            content: "Paid",
            trigger: ".o_form_view:not(:has(.modal)) .ribbon, .o_form_view",
        },
        click("Back to the exchange", ".o_breadcrumb a:contains('Member A/S')"),
        state("Paid"),
    ],
});
