import {Component, onWillStart, useState, useSubEnv} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {getDefaultConfig} from "@web/views/view";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const {DateTime} = luxon;

/** What waits for me: one card for each sort of work, each with the next thing in one click. */
export class BiginnToday extends Component {
    static template = "biginn_cluster.Today";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        useSubEnv({config: {...getDefaultConfig(), ...this.env.config}});
        useSetupAction();
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({cards: [], quiet: [], loading: true});
        onWillStart(() => this.load());
    }

    async load() {
        this.state.loading = true;
        try {
            const found = await this.orm.call("biginn.today", "get_cards");
            this.state.cards = found.cards;
            this.state.quiet = found.quiet;
        } finally {
            this.state.loading = false;
        }
    }

    get day() {
        return DateTime.local().toLocaleString({
            weekday: "long",
            day: "numeric",
            month: "long",
        });
    }

    get quietTitles() {
        return this.state.quiet.join(", ");
    }

    async openNext(card) {
        const action = await this.orm.call("biginn.today", "open_next", [card.key]);
        await this.action.doAction(action);
        if (action.type === "ir.actions.client") {
            // somebody else was faster: show what waits now
            await this.load();
        }
    }

    async openList(card) {
        const action = await this.orm.call("biginn.today", "open_list", [card.key]);
        await this.action.doAction(action);
    }
}

registry.category("actions").add("biginn_cluster.today", BiginnToday);
