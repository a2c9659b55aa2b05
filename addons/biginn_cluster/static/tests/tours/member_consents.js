import {registry} from "@web/core/registry";

const directory = "section[aria-labelledby='consent-directory']";

/** A profile editor publishes the organisation, sees it noted, and changes its mind. */
registry.category("web_tour.tours").add("biginn_member_consents", {
    url: "/my/organisation/privacy",
    steps: () => [
        {
            content: "Agree to the directory",
            trigger: `${directory} button[role='switch'][aria-checked='false']`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is noted",
            trigger: ".alert-success:contains('noted')",
        },
        {
            content: "Change one's mind",
            trigger: `${directory} button[role='switch'][aria-checked='true']`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Look at the history",
            trigger: `${directory} summary`,
            run: "click",
        },
        {
            content: "Both stand there",
            trigger: `${directory} details li:contains('withdrawn on')`,
        },
    ],
});
