import {Interaction} from "@web/public/interaction";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const WAIT = 300;

/**
 * What is typed into a form stays on the device until the server has it: a page that was lost
 * with the connection comes back as it was. Gone with the browser's tab.
 */
export class KeepTyped extends Interaction {
    static selector = "form[data-keep]";
    dynamicContent = {
        _root: {
            "t-on-input": this.debounced(() => this.keep(), WAIT),
            "t-on-change": () => this.keep(),
            "t-on-submit": this.onSubmit,
        },
    };

    setup() {
        this.key = `biginn-keep-${this.el.dataset.keep}`;
    }

    start() {
        const kept = this.read();
        if (!kept) {
            return;
        }
        // the page is newer than what was kept: another step was saved meanwhile
        if (kept.shown === this.shown() && JSON.stringify(kept.typed) !== kept.shown) {
            this.fill(kept.typed);
            this.el.querySelector(".o_biginn_kept").classList.remove("d-none");
        } else {
            this.forget();
        }
    }

    destroy() {
        this.initial = undefined;
    }

    fields() {
        return [...this.el.elements].filter(
            (field) =>
                field.name &&
                !["hidden", "file", "submit", "button"].includes(field.type),
        );
    }

    /** What the server put into the form, as text. */
    shown() {
        if (this.initial === undefined) {
            this.initial = JSON.stringify(this.typed((field) => this.defaultOf(field)));
        }
        return this.initial;
    }

    defaultOf(field) {
        if (["checkbox", "radio"].includes(field.type)) {
            return field.defaultChecked;
        }
        if (field.tagName === "SELECT") {
            return (
                [...field.options].find((option) => option.defaultSelected)?.value || ""
            );
        }
        return field.defaultValue;
    }

    valueOf(field) {
        return ["checkbox", "radio"].includes(field.type) ? field.checked : field.value;
    }

    typed(read) {
        return this.fields().map((field) => [field.id, read(field)]);
    }

    fill(typed) {
        const values = new Map(typed);
        for (const field of this.fields()) {
            if (!values.has(field.id)) {
                continue;
            }
            if (["checkbox", "radio"].includes(field.type)) {
                field.checked = values.get(field.id);
            } else {
                field.value = values.get(field.id);
            }
        }
    }

    keep() {
        const typed = this.typed((field) => this.valueOf(field));
        this.store(JSON.stringify({shown: this.shown(), typed}));
    }

    onSubmit(ev) {
        this.keep();
        if (browser.navigator.onLine === false) {
            ev.preventDefault();
            this.el.querySelector(".o_biginn_offline").classList.remove("d-none");
        }
    }

    // a browser may refuse to store anything: then the form works as every other form
    store(text) {
        try {
            browser.sessionStorage.setItem(this.key, text);
        } catch {
            // nothing to do
        }
    }

    read() {
        try {
            return JSON.parse(browser.sessionStorage.getItem(this.key));
        } catch {
            return null;
        }
    }

    forget() {
        try {
            browser.sessionStorage.removeItem(this.key);
        } catch {
            // nothing to do
        }
    }
}

registry.category("public.interactions").add("biginn_xchange.keep_typed", KeepTyped);
