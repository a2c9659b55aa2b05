import {registry} from "@web/core/registry";

const click = (content, trigger) => ({content, trigger, run: "click"});
const leave = (content, trigger) => ({
    content,
    trigger,
    run: "click",
    expectUnloadPage: true,
});
const type = (content, trigger, text) => ({content, trigger, run: `edit ${text}`});
/** A day as the phone's own calendar sets it. */
const pick = (content, trigger, day) => ({
    content,
    trigger,
    run: ({anchor}) => {
        anchor.value = day;
        anchor.dispatchEvent(new Event("input", {bubbles: true}));
        anchor.dispatchEvent(new Event("change", {bubbles: true}));
    },
});
const goOn = (content) => leave(content, ".o_biginn_save_bar button[value=next]");

/** A file as if it had been chosen from the phone. */
function choose(input, name, content) {
    const chosen = new DataTransfer();
    chosen.items.add(new File([content], name, {type: "application/pdf"}));
    input.files = chosen.files;
}

/** A stroke of a finger across the pad. */
function draw(canvas) {
    const {left, top, width, height} = canvas.getBoundingClientRect();
    const at = (type, part) =>
        canvas.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                button: 0,
                buttons: 1,
                clientX: left + part * width,
                clientY: top + (0.3 + part / 3) * height,
                isPrimary: true,
                pointerId: 1,
                pointerType: "touch",
                pressure: 0.5,
            }),
        );
    at("pointerdown", 0.2);
    at("pointermove", 0.5);
    at("pointermove", 0.7);
    at("pointerup", 0.8);
}

/** A member fills in the application on the phone, step by step, and sends it. */
registry.category("web_tour.tours").add("biginn_member_applies", {
    steps: () => [
        leave("Apply", ".o_biginn_candidates a.btn[href='/my/candidates/new']"),
        click("Visit somebody", "label[for=role-visitor]"),
        goOn("Begin"),
        type("Why", "#motivation", "We want to see how others cool magnets."),
        type("What for", "#objectives", "A partner for the next tender."),
        click("Doing what", "#planned_activity_ids .form-check:first input"),
        goOn("On to the dates"),
        pick("It suits from", "#date_from", "2027-03-01"),
        pick("It suits until", "#date_to", "2027-04-30"),
        click(
            "Where to",
            "#country_ids .form-check:has(label:contains('Lithuania')) input",
        ),
        goOn("On to the person"),
        {
            content: "The profile is there",
            trigger: "main:contains('editor@example.com')",
        },
        {
            content: "A CV",
            trigger: "#cv_id",
            run: ({anchor}) => choose(anchor, "cv.pdf", "%PDF-1.4\n%%EOF\n"),
        },
        goOn("On to the last look"),
        {content: "Nothing is in the way", trigger: "main:contains('Yes, as far as')"},
        goOn("Send"),
        {content: "Sent", trigger: ".alert-success:contains('Sent')"},
        {content: "Who has to act", trigger: ".o_biginn_candidate:contains('answers')"},
    ],
});

/** The same member signs for the own organisation: drawn with a finger, and by name. */
registry.category("web_tour.tours").add("biginn_member_signs", {
    steps: () => [
        leave("Open the exchange", "article a.o_biginn_card_link:contains('Host UAB')"),
        {
            content: "Where it stands",
            trigger: ".o_biginn_step_current:contains('Sign')",
        },
        leave("Go to sign", ".o_biginn_next_mine a.btn"),
        {content: "The words are there", trigger: "main:contains('cool magnets')"},
        type("Sign by name", "#sign-name", "Editor of Tests"),
        click("Draw as well", ".o_biginn_pad_open"),
        {
            content: "Draw",
            trigger: ".o_biginn_pad_place canvas.o_web_sign_signature",
            run: ({anchor}) => draw(anchor),
        },
        click("Agree", "#sign-agreed"),
        leave("Sign", ".o_biginn_sign_button"),
        {
            content: "Back on the exchange, and it is noted",
            trigger: ".o_biginn_marks li:contains('Editor of Tests') .text-bg-success",
        },
    ],
});
