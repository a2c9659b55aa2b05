import {registry} from "@web/core/registry";

const click = (content, trigger) => ({content, trigger, run: "click"});
const leave = (content, trigger) => ({
    content,
    trigger,
    run: "click",
    expectUnloadPage: true,
});

/** A member finds the own exchange on the phone, looks at it and hands it in. */
registry.category("web_tour.tours").add("biginn_member_submits_exchange", {
    steps: () => [
        leave("Open the exchange", "article a.o_biginn_card_link:contains('Host UAB')"),
        {
            content: "It says who must act",
            trigger: ".o_biginn_next_mine:contains('then submit it')",
        },
        leave("Hand it in", "form[action$='/submit'] button"),
        {
            content: "Thanks",
            trigger: ".alert-success:contains('with your cluster now')",
        },
        {content: "Whose turn it is", trigger: ".o_biginn_next:contains('checks')"},
    ],
});

/** The same member signs the commitment for the own organisation, drawn and typed. */
registry.category("web_tour.tours").add("biginn_member_signs_exchange", {
    steps: () => [
        leave("Open the exchange", "article a.o_biginn_card_link:contains('Host UAB')"),
        {
            content: "Where it stands",
            trigger: ".o_biginn_step_current:contains('Sign')",
        },
        leave("Go to sign", ".o_biginn_next_mine a.btn"),
        {content: "The words are there", trigger: "main:contains('helium')"},
        {content: "Sign by name", trigger: "#sign-name", run: "edit Editor of Tests"},
        click("Agree", "#sign-agreed"),
        leave("Sign", ".o_biginn_sign_button"),
        {content: "Back on the exchange", trigger: ".o_biginn_steps"},
    ],
});
