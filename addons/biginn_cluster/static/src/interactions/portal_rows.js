import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * Adds and removes rows of a section of the profile without a round trip. Without this script the
 * same form works with a submit button and a tick box per row.
 */
export class PortalRows extends Interaction {
    static selector = ".o_biginn_profile_form:has(.o_biginn_rows)";
    dynamicContent = {
        ".o_biginn_add_row": {"t-on-click.prevent": this.onAdd},
        ".o_biginn_remove_row": {"t-on-click": this.onRemove},
        ".o_biginn_undo_row": {"t-on-click": this.onUndo},
    };

    setup() {
        this.list = this.el.querySelector(".o_biginn_rows");
        this.words = {};
        for (const word of ["remove", "undo", "removed", "added"]) {
            this.words[word] = this.el
                .querySelector(`.o_biginn_word_${word}`)
                .textContent.trim();
        }
    }

    start() {
        for (const row of this.list.querySelectorAll(".o_biginn_row")) {
            this.equip(row);
        }
    }

    /** Puts a button in the place of the tick box, which keeps the value. */
    equip(row) {
        const box = row.querySelector(".o_biginn_remove_check");
        box.classList.add("d-none");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "o_biginn_remove_row btn btn-link link-danger px-0";
        button.textContent = this.words.remove;
        this.insert(button, box, "afterend");
        if (box.querySelector("input").checked) {
            this.fold(row);
        }
    }

    fold(row) {
        const note = document.createElement("p");
        note.className = "o_biginn_removed_note mb-0";
        const first = row.querySelector(".row select, .row input:not([type=hidden])");
        const name =
            first?.selectedOptions?.[0]?.textContent.trim() || first?.value || "";
        const strong = document.createElement("s");
        strong.textContent = name;
        const undo = document.createElement("button");
        undo.type = "button";
        undo.className = "o_biginn_undo_row btn btn-link";
        undo.textContent = this.words.undo;
        note.append(strong, " ", this.words.removed, " ", undo);
        this.insert(note, row.querySelector(".card-body"));
        row.classList.add("o_biginn_removed");
        return undo;
    }

    say(text) {
        this.el.querySelector(".o_biginn_row_status").textContent = text;
    }

    onAdd() {
        const keys = [...this.list.querySelectorAll("input[name$='-id']")].map(
            (input) => parseInt(input.name.split("-")[1]) || 0,
        );
        const key = keys.length ? Math.max(...keys) + 1 : 0;
        const template = this.el.querySelector(".o_biginn_row_template");
        const holder = document.createElement("div");
        holder.innerHTML = template.innerHTML.replaceAll("__KEY__", String(key));
        const row = holder.firstElementChild;
        this.insert(row, this.list);
        this.equip(row);
        this.say(this.words.added);
        row.querySelector(".row select, .row input").focus();
    }

    onRemove(ev) {
        const row = ev.target.closest(".o_biginn_row");
        if (row.dataset.saved) {
            row.querySelector(".o_biginn_remove_check input").checked = true;
            this.fold(row).focus();
            this.say(this.words.removed);
        } else {
            row.remove();
            this.el.querySelector(".o_biginn_add_row").focus();
        }
    }

    onUndo(ev) {
        const row = ev.target.closest(".o_biginn_row");
        row.querySelector(".o_biginn_remove_check input").checked = false;
        row.querySelector(".o_biginn_removed_note").remove();
        row.classList.remove("o_biginn_removed");
        row.querySelector(".row select, .row input").focus();
    }
}

registry.category("public.interactions").add("biginn_cluster.portal_rows", PortalRows);
