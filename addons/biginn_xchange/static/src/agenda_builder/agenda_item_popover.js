import {Component} from "@odoo/owl";

/** What an item is, what is odd about it, and what can be done with it. */
export class AgendaItemPopover extends Component {
    static template = "biginn_xchange.AgendaItemPopover";
    static props = {
        item: Object,
        kind: String,
        canWrite: Boolean,
        onEdit: Function,
        onShift: Function,
        onDelete: Function,
        close: Function,
    };

    does(action) {
        this.props.close();
        return action(this.props.item);
    }
}
