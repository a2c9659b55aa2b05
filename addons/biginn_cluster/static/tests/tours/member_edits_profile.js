import {registry} from "@web/core/registry";

const save = ".o_biginn_save_bar button";

/** A profile editor corrects an address, adds a capability, removes another, thinks twice. */
registry.category("web_tour.tours").add("biginn_member_edits_profile", {
    url: "/my/organisation",
    steps: () => [
        {
            content: "Edit what the organisation does",
            trigger: "a[href*='/my/organisation/edit/about']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Say what it does",
            trigger: "#profile_description",
            run: "edit We make very cold things.",
        },
        {content: "Save", trigger: save, run: "click", expectUnloadPage: true},
        {content: "Saved", trigger: ".alert-success[role=status]"},
        {
            content: "Edit the contact",
            trigger: "a[href*='/my/organisation/edit/contact']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Give an address that is none",
            trigger: "#website",
            run: "edit javascript:alert(1)",
        },
        {content: "A city too", trigger: "#city", run: "edit Odense"},
        {content: "Save", trigger: save, run: "click", expectUnloadPage: true},
        {
            content: "The address is refused beside its field",
            trigger: "#website-error",
        },
        {content: "The rest is kept", trigger: "#city:value(Odense)"},
        {
            content: "Correct the address",
            trigger: "#website",
            run: "edit tour.example.com",
        },
        {content: "Save again", trigger: save, run: "click", expectUnloadPage: true},
        {
            content: "Edit the capabilities",
            trigger: "a[href*='/my/organisation/edit/capabilities']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Remove the only capability",
            trigger: ".o_biginn_row:first .o_biginn_remove_row",
            run: "click",
        },
        {
            content: "Undo",
            trigger: ".o_biginn_removed .o_biginn_undo_row",
            run: "click",
        },
        {
            content: "Remove it after all",
            trigger: ".o_biginn_row:not(.o_biginn_removed) .o_biginn_remove_row",
            run: "click",
        },
        {content: "Add a capability", trigger: ".o_biginn_add_row", run: "click"},
        {
            content: "Choose a domain",
            trigger: "#row-1-domain_id",
            run: "selectByLabel Test domain 3",
        },
        {
            content: "Forget the kind of work and save",
            trigger: save,
            run: "click",
            expectUnloadPage: true,
        },
        {content: "It says so", trigger: "#row-1-work_kind_id-error"},
        {
            content: "The removed capability is still folded",
            trigger: ".o_biginn_removed .o_biginn_undo_row",
        },
        {
            content: "Choose a kind of work",
            trigger: "#row-1-work_kind_id",
            run: "selectByLabel Test work 1",
        },
        {content: "Save again", trigger: save, run: "click", expectUnloadPage: true},
        {content: "Saved", trigger: ".alert-success[role=status]"},
    ],
});
