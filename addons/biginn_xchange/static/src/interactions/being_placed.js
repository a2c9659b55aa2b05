import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const WAITS = [1500, 2000, 4000, 8000, 15000];

/** Looks again until the place is known; without this script there is a link that does. */
export class BeingPlaced extends Interaction {
    static selector = ".o_biginn_being_placed";

    start() {
        const looked = Number(sessionStorage.getItem("biginn_looked") || 0);
        if (looked < WAITS.length) {
            this.waitForTimeout(() => {
                sessionStorage.setItem("biginn_looked", looked + 1);
                window.location.reload();
            }, WAITS[looked]);
        }
    }
}

/** The next one to be placed looks from the beginning. */
export class Placed extends Interaction {
    static selector = ".o_biginn_agenda:not(:has(.o_biginn_being_placed))";

    start() {
        sessionStorage.removeItem("biginn_looked");
    }
}

registry
    .category("public.interactions")
    .add("biginn_xchange.being_placed", BeingPlaced)
    .add("biginn_xchange.placed", Placed);
