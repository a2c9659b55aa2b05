import {Component, reactive, xml} from "@odoo/owl";
import {Interaction} from "@web/public/interaction";
import {NameAndSignature} from "@web/core/signature/name_and_signature";
import {registry} from "@web/core/registry";

/** Odoo's own pad, without its name field: the form has one that works without a script. */
class Pad extends Component {
    static template = xml`<NameAndSignature t-props="props.pad"/>`;
    static components = {NameAndSignature};
    static props = {pad: Object};
}

/**
 * Puts a pad under the name and sends what was drawn with the form. Without this script the typed
 * name is the signature.
 */
export class SignaturePad extends Interaction {
    static selector = ".o_biginn_sign_form";
    dynamicContent = {
        ".o_biginn_pad": {"t-att-class": () => ({"d-none": false})},
        ".o_biginn_pad_open": {"t-on-click": this.onOpen},
        _root: {"t-on-submit": this.onSubmit},
    };

    setup() {
        this.mode = "draw";
        this.signature = null;
    }

    onOpen(ev) {
        if (this.signature) {
            return;
        }
        ev.currentTarget.setAttribute("aria-expanded", "true");
        ev.currentTarget.classList.add("d-none");
        this.signature = reactive({
            name: this.el.querySelector("[name=name]").value,
            isSignatureEmpty: true,
            getSignatureImage: () => "",
            resetSignature: () => {},
        });
        const pad = {
            signature: this.signature,
            noInputName: true,
            mode: "draw",
            onSignatureChange: (mode) => {
                this.mode = mode;
            },
        };
        this.mountComponent(this.el.querySelector(".o_biginn_pad_place"), Pad, {pad});
    }

    onSubmit() {
        const drawn =
            this.signature && this.mode !== "auto" && !this.signature.isSignatureEmpty;
        if (drawn) {
            this.el.querySelector("[name=drawing]").value = this.signature
                .getSignatureImage()
                .split(",")[1];
        }
        // a second click while the page is on its way signs nothing twice, but why ask
        const button = this.el.querySelector(".o_biginn_sign_button");
        button.classList.add("disabled");
    }
}

registry
    .category("public.interactions")
    .add("biginn_xchange.signature_pad", SignaturePad);
