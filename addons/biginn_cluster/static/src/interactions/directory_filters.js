import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * A chosen filter shows its result at once, under an address without empty parts. Without this
 * script the same form works with its button.
 */
export class DirectoryFilters extends Interaction {
    static selector = ".o_biginn_directory_filters";
    dynamicContent = {
        _root: {"t-on-submit": this.onSubmit},
        select: {"t-on-change": () => this.el.requestSubmit()},
        ".o_biginn_apply": {"t-att-class": () => ({"d-none": true})},
    };

    /** On a phone the members come first; what is filtered stands above them anyway. */
    start() {
        this.el.querySelector("details").open =
            window.matchMedia("(min-width: 992px)").matches;
    }

    onSubmit() {
        for (const field of this.el.querySelectorAll("[name]")) {
            field.disabled = !field.value.trim();
        }
        // somebody who comes back by the browser's button finds every field open again
        this.waitForTimeout(() => {
            for (const field of this.el.querySelectorAll("[name]")) {
                field.disabled = false;
            }
        }, 500);
    }
}

registry
    .category("public.interactions")
    .add("biginn_cluster.directory_filters", DirectoryFilters);
