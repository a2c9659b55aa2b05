import {registry} from "@web/core/registry";

const send = ".o_biginn_save_bar button";

/** A profile editor asks for another VAT number, withdraws that, and asks for another name. */
registry.category("web_tour.tours").add("biginn_member_asks_for_change", {
    url: "/my/organisation",
    steps: () => [
        {
            content: "Ask for a change",
            trigger: ".o_biginn_guarded a[href$='/my/organisation/request']",
            run: "click",
            expectUnloadPage: true,
        },
        {content: "Another VAT number", trigger: "#vat", run: "edit dk 88 88 88 88"},
        {
            content: "Send without the declaration",
            trigger: send,
            run: "click",
            expectUnloadPage: true,
        },
        {content: "It is asked for", trigger: "#declared-error"},
        {content: "The number is kept", trigger: "#vat:value(dk 88 88 88 88)"},
        {content: "Declare", trigger: "#declared", run: "check"},
        {content: "Send", trigger: send, run: "click", expectUnloadPage: true},
        {content: "Sent", trigger: ".alert-success[role=status]"},
        {
            content: "Where it stands",
            trigger: "#requests .badge:contains(Waiting)",
        },
        {
            content: "Withdraw",
            trigger: ".o_biginn_withdraw",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is withdrawn",
            trigger: "#requests .badge:contains(Withdrawn)",
        },
        {content: "Another name", trigger: "#name", run: "edit Member Holding A/S"},
        {content: "Declare again", trigger: "#declared", run: "check"},
        {content: "Send", trigger: send, run: "click", expectUnloadPage: true},
        {
            content: "Old and new side by side",
            trigger: "#requests strong:contains(Member Holding A/S)",
        },
    ],
});
