import {registry} from "@web/core/registry";

/** A profile editor adds a capability, removes another, thinks twice, and saves. */
registry.category("web_tour.tours").add("biginn_member_edits_profile", {
    url: "/my/organisation",
    steps: () => [
        {
            content: "Open the form",
            trigger: "a[href*='/my/organisation/edit']:visible",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Say what the organisation does",
            trigger: "#profile_description",
            run: "edit We make very cold things.",
        },
        {
            content: "Give an address that is none",
            trigger: "#website",
            run: "edit javascript:alert(1)",
        },
        {
            content: "Remove the only capability",
            trigger: ".o_biginn_capability:first .o_biginn_remove_row",
            run: "click",
        },
        {
            content: "Undo",
            trigger: ".o_biginn_removed .o_biginn_undo_row",
            run: "click",
        },
        {
            content: "Remove it after all",
            trigger: ".o_biginn_capability:not(.o_biginn_removed) .o_biginn_remove_row",
            run: "click",
        },
        {
            content: "Add a capability",
            trigger: ".o_biginn_add_row",
            run: "click",
        },
        {
            content: "Choose a domain",
            trigger: "#cap-1-domain_id",
            run: "selectByLabel Test domain 3",
        },
        {
            content: "Choose a kind of work",
            trigger: "#cap-1-work_kind_id",
            run: "selectByLabel Test work 1",
        },
        {
            content: "Save",
            trigger: ".o_biginn_save_bar button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The address is refused beside its field, the rest is kept",
            trigger: "#website-error",
        },
        {
            content: "What was typed is still there",
            trigger: "#profile_description:value(We make very cold things.)",
        },
        {
            content: "The removed capability is still folded",
            trigger: ".o_biginn_removed .o_biginn_undo_row",
        },
        {
            content: "Correct the address",
            trigger: "#website",
            run: "edit tour.example.com",
        },
        {
            content: "Save again",
            trigger: ".o_biginn_save_bar button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Saved",
            trigger: ".alert-success[role=status]",
        },
    ],
});
