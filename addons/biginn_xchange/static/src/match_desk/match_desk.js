import {Component, onWillStart, useState, useSubEnv} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {getDefaultConfig} from "@web/views/view";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const DESK = "biginn.match.desk";
const PAUSE = 250;

/** Who fits whom: left a candidate, right its ten best partners with the reasons. */
export class MatchDesk extends Component {
    static template = "biginn_xchange.MatchDesk";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        useSubEnv({config: {...getDefaultConfig(), ...this.env.config}});
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        const kept = this.props.state || {};
        this.state = useState({
            role: kept.role || "visitor",
            search: "",
            partnerSearch: "",
            waiting: kept.waiting ?? true,
            candidates: [],
            chosen: kept.chosen || this.props.action.params?.candidate_id || false,
            found: null,
            loading: true,
            proposing: false,
        });
        useSetupAction({
            getLocalState: () => ({
                role: this.state.role,
                waiting: this.state.waiting,
                chosen: this.state.chosen,
            }),
        });
        onWillStart(async () => {
            if (this.state.chosen) {
                await this.choose(this.state.chosen);
                this.state.role = this.state.found?.candidate.role || this.state.role;
                this.state.waiting = !this.state.found?.candidate.has_match;
            }
            await this.load();
        });
    }

    async load() {
        const {role, search, waiting} = this.state;
        const asked = (this.asked = Symbol());
        this.state.loading = true;
        const candidates = await this.orm.call(DESK, "get_candidates", [
            role,
            search,
            waiting,
        ]);
        if (asked !== this.asked) {
            return; // Somebody has typed on: a later answer is on its way
        }
        this.state.candidates = candidates;
        this.state.loading = false;
        if (!this.state.chosen && candidates.length) {
            await this.choose(candidates[0].id);
        }
    }

    async choose(id, partnerSearch = "") {
        Object.assign(this.state, {chosen: id, partnerSearch});
        const wanted = (this.wanted = Symbol());
        const found = await this.orm.call(DESK, "get_best", [id, partnerSearch]);
        if (wanted === this.wanted) {
            this.state.found = found;
        }
    }

    onSearchPartner(ev) {
        const words = ev.target.value;
        clearTimeout(this.partnerTimer);
        this.partnerTimer = setTimeout(
            () => this.choose(this.state.chosen, words),
            PAUSE,
        );
    }

    async setRole(role) {
        Object.assign(this.state, {role, chosen: false, found: null});
        await this.load();
    }

    async setWaiting(ev) {
        this.state.waiting = ev.target.checked;
        await this.load();
    }

    onSearch(ev) {
        this.state.search = ev.target.value;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.load(), PAUSE);
    }

    async propose(partner, agreed = false) {
        if (this.state.proposing) {
            return;
        }
        this.state.proposing = true;
        try {
            await this.orm.call(DESK, "propose", [
                this.state.chosen,
                partner.id,
                agreed,
            ]);
            this.notification.add(_t("Proposed: both get a mail."), {type: "success"});
            await Promise.all([this.choose(this.state.chosen), this.load()]);
        } finally {
            this.state.proposing = false;
        }
    }

    openMatch(match) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "biginn.match",
            res_id: match.id,
            views: [[false, "form"]],
        });
    }

    openCandidate() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "biginn.candidate",
            res_id: this.state.chosen,
            views: [[false, "form"]],
        });
    }

    /** What to compare, side by side: label, the candidate's, the partner's. */
    sideBySide(partner) {
        const mine = this.state.found.candidate;
        const list = (one, name) => one[name].join(", ") || "–";
        return [
            [_t("Country"), mine.country || "–", partner.country || "–"],
            [_t("Prefers"), list(mine, "countries"), list(partner, "countries")],
            [_t("Domains"), list(mine, "domains"), list(partner, "domains")],
            [_t("Masters"), list(mine, "capabilities"), list(partner, "capabilities")],
            [_t("Activities"), list(mine, "activities"), list(partner, "activities")],
            [_t("Languages"), list(mine, "languages"), list(partner, "languages")],
            [_t("Period"), mine.period, partner.period],
        ];
    }

    colour(score) {
        return score >= 70 ? "success" : score >= 40 ? "warning" : "secondary";
    }

    badge(state) {
        const badges = {validated: "success", declined: "danger"};
        return `text-bg-${badges[state] || "warning"}`;
    }
}

registry.category("actions").add("biginn_xchange.match_desk", MatchDesk);
