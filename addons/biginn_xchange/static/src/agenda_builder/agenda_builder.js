import {Component, onWillStart, useRef, useState, useSubEnv} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {getDefaultConfig} from "@web/views/view";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {usePopover} from "@web/core/popover/popover_hook";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

import {AgendaItemPopover} from "./agenda_item_popover";
import {useAgendaDrag} from "./agenda_drag";
import {DAY, HOUR, STEP, clamp, clock, dragged, inLanes} from "./agenda_layout";

const ITEM = "biginn.agenda.item";

/**
 * The programme of an agenda as a timeline: days side by side, or the places of one day.
 *
 * It knows no time zone: the server sends minutes of the day as the clock at the event shows them
 * and gets back the same. Neither the reader's zone nor the browser's can move anything.
 */
export class AgendaBuilder extends Component {
    static template = "biginn_xchange.AgendaBuilder";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        useSubEnv({config: {...getDefaultConfig(), ...this.env.config}});
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useService("ui");
        this.popover = usePopover(AgendaItemPopover, {position: "right"});
        this.grid = useRef("grid");
        const kept = this.props.state || {};
        const {params, context} = this.props.action;
        this.eventId = kept.eventId || params?.event_id || context?.active_id;
        this.state = useState({
            agenda: null,
            byPlace: kept.byPlace || false,
            day: kept.day || false,
            busy: false,
            shown: false,
            undo: [],
        });
        useSetupAction({
            getLocalState: () => ({
                eventId: this.eventId,
                byPlace: this.state.byPlace,
                day: this.state.day,
            }),
        });
        onWillStart(() => this.load());
        this.drag = useAgendaDrag({
            columnAt: (x) => this.columnAt(x),
            onDrop: (...args) => this.onDrop(...args),
        });
    }

    // What is shown

    async load() {
        const call = this.orm.call("event.event", "get_agenda_builder", [
            [this.eventId],
        ]);
        this.show(await call);
    }

    show(agenda) {
        this.state.agenda = agenda;
        if (!agenda.days.some((day) => day.date === this.state.day)) {
            this.state.day = agenda.days[0].date;
        }
    }

    get agenda() {
        return this.state.agenda;
    }

    get oneDay() {
        return this.state.byPlace || this.ui.isSmall;
    }

    get columns() {
        const {days, places} = this.agenda;
        const today = days.find((day) => day.date === this.state.day);
        if (!this.state.byPlace) {
            const shown = this.ui.isSmall ? [today] : days;
            return shown.map((day) => ({
                key: day.date,
                title: day.name,
                small: day.short,
                muted: day.outside,
                day: day.date,
                findings: this.agenda.findings.filter((one) => one.day === day.date)
                    .length,
                blocks: this.blocks((item) => item.day === day.date),
            }));
        }
        return [...places, {id: false, name: _t("Without a place"), capacity: 0}].map(
            (place) => ({
                key: `${place.id}`,
                title: place.name,
                small: place.capacity ? _t("up to %s people", place.capacity) : "",
                day: today.date,
                place: place.id,
                blocks: this.blocks(
                    (item) => item.day === today.date && item.place_id === place.id,
                ),
            }),
        );
    }

    blocks(belongs) {
        const drag = this.drag.state;
        const items = this.agenda.items.map((item) => this.drag.seen(item));
        if (drag.moved && !drag.item.id) {
            items.push({...drag.item, ...drag.to});
        }
        return inLanes(items.filter(belongs));
    }

    get hours() {
        const hours = [];
        for (let hour = this.agenda.from_hour; hour < this.agenda.to_hour; hour++) {
            hours.push({hour, label: clock(hour * HOUR)});
        }
        return hours;
    }

    style({item, lane, lanes}) {
        const top = item.start - this.agenda.from_hour * HOUR;
        const width = 100 / lanes;
        return `top: ${top}px; height: ${item.stop - item.start}px; left: ${lane * width}%; width: ${width}%`;
    }

    period(item) {
        return this.drag.isDragged(item)
            ? `${clock(item.start)} – ${clock(item.stop)}`
            : item.period;
    }

    /** What stands below the name, as many lines as there is room for. */
    lines(item) {
        const lines = [
            this.period(item),
            [this.kind(item), item.optional && _t("optional")]
                .filter(Boolean)
                .join(", "),
            !this.state.byPlace && item.place,
            item.speakers.join(", "),
        ].filter(Boolean);
        return lines.slice(
            0,
            Math.max(1, Math.floor((item.stop - item.start - 22) / 17)),
        );
    }

    kind(item) {
        return this.agenda.kinds.find((kind) => kind.key === item.kind)?.label || "";
    }

    /** All that a block says, for those who hear it. */
    spoken(item) {
        const day = this.agenda.days.find((one) => one.date === item.day)?.label;
        return [
            item.name,
            this.kind(item),
            day,
            item.period,
            item.place,
            ...item.findings,
        ]
            .filter(Boolean)
            .join(", ");
    }

    // Dragging

    takeHold(ev, item, part = "whole") {
        // A finger scrolls; it opens the item and types
        if (ev.button || ev.pointerType === "touch" || !this.agenda.can_write) {
            return;
        }
        ev.preventDefault();
        ev.currentTarget.closest(".o_biginn_block")?.focus();
        this.startDrag(ev, item, part);
    }

    draw(ev, column) {
        if (ev.button || ev.pointerType === "touch" || !this.agenda.can_write) {
            return;
        }
        const {top} = ev.currentTarget.getBoundingClientRect();
        const start = this.minuteAt(ev.clientY - top);
        const item = {
            id: 0,
            name: _t("New item"),
            day: column.day,
            place_id: column.place || false,
            start,
            stop: start + STEP,
            kind: "visit",
            colour: 0,
            findings: [],
            speakers: [],
        };
        this.startDrag(ev, item, "end");
    }

    minuteAt(pixels) {
        const minute = Math.floor(pixels / STEP) * STEP + this.agenda.from_hour * HOUR;
        return clamp(minute, 0, DAY - STEP);
    }

    startDrag(ev, item, part) {
        if (!this.state.busy) {
            this.popover.close();
            this.drag.start(ev, item, part);
        }
    }

    columnAt(x) {
        const columns = this.columns;
        for (const el of this.grid.el.querySelectorAll(".o_biginn_column")) {
            const {left, right} = el.getBoundingClientRect();
            if (left <= x && x < right) {
                return columns.find((column) => column.key === el.dataset.key);
            }
        }
        return null;
    }

    async onDrop(ev, item, to, moved) {
        if (!item.id) {
            // A click makes room for an hour, a drag for what was drawn
            this.create({...to, stop: moved ? to.stop : to.start + HOUR});
        } else if (moved) {
            await this.move(item, to);
        } else {
            this.open(ev.target.closest(".o_biginn_block"), item);
        }
    }

    async move(item, to, remember = true) {
        const {day, start, stop, place_id} = item;
        const before = {day, start, stop, place_id};
        if (Object.keys(before).every((name) => before[name] === to[name])) {
            return;
        }
        this.state.busy = true;
        try {
            const place = to.place_id === place_id ? null : to.place_id;
            const args = [[this.eventId], item.id, to.day, to.start, to.stop, place];
            this.show(await this.orm.call("event.event", "move_agenda_item", args));
            if (remember) {
                this.state.undo.push({id: item.id, before});
            }
        } finally {
            this.state.busy = false;
        }
    }

    async undo() {
        const last = this.state.undo.pop();
        const item = this.agenda.items.find((one) => one.id === last?.id);
        if (item) {
            await this.move(item, last.before, false);
        }
    }

    // The same with keys

    async onKey(ev, item) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            return this.open(ev.currentTarget, item);
        }
        const steps = {ArrowUp: -STEP, ArrowDown: STEP}[ev.key];
        const aside = {ArrowLeft: -1, ArrowRight: 1}[ev.key];
        if (!(steps || aside) || this.state.busy || !this.agenda.can_write) {
            return;
        }
        ev.preventDefault();
        const to = {day: item.day, place_id: item.place_id};
        Object.assign(to, dragged(item, ev.shiftKey ? "end" : "whole", steps || 0));
        if (aside) {
            const columns = this.columns;
            const here = columns.findIndex((column) =>
                column.blocks.some((block) => block.item.id === item.id),
            );
            const next = columns[clamp(here + aside, 0, columns.length - 1)];
            Object.assign(to, {start: item.start, stop: item.stop, day: next.day});
            to.place_id = "place" in next ? next.place : item.place_id;
        }
        await this.move(item, to);
        this.reveal(item.id);
    }

    /** Show an item and put the keys on it. */
    reveal(id) {
        const item = this.agenda.items.find((one) => one.id === id);
        if (this.oneDay && item) {
            this.state.day = item.day;
        }
        this.state.shown = id;
        setTimeout(() => {
            const el = this.grid.el?.querySelector(`.o_biginn_block[data-id="${id}"]`);
            el?.scrollIntoView({block: "nearest", inline: "nearest"});
            el?.focus({preventScroll: true});
        });
    }

    // What can be done

    open(el, item) {
        if (this.ui.isSmall || !el) {
            return this.edit(item);
        }
        this.popover.open(el, {
            item,
            kind: this.kind(item),
            canWrite: this.agenda.can_write,
            onEdit: () => this.edit(item),
            onShift: () =>
                this.run("biginn_xchange.action_agenda_shift", {
                    default_item_id: item.id,
                }),
            onDelete: () => this.remove(item),
        });
    }

    onBlockClick(ev, item) {
        // A mouse has been heard already, on its way up
        if (ev.detail && (ev.pointerType === "touch" || !this.agenda.can_write)) {
            this.open(ev.currentTarget, item);
        }
    }

    edit(item) {
        this.formOf({resId: item.id, title: item.name});
    }

    create(at = {day: this.state.day, start: 9 * HOUR, stop: 10 * HOUR}) {
        const context = {
            default_event_id: this.eventId,
            default_local_day: at.day,
            default_start_hour: at.start / HOUR,
            default_stop_hour: (at.stop % DAY) / HOUR,
            default_place_id: at.place_id || false,
        };
        this.formOf({context, title: _t("New item")});
    }

    formOf(props) {
        this.dialog.add(
            FormViewDialog,
            {resModel: ITEM, ...props},
            {onClose: () => this.load()},
        );
    }

    run(action, context) {
        return this.action.doAction(action, {
            additionalContext: context,
            onClose: () => {
                this.state.undo = [];
                return this.load();
            },
        });
    }

    copyDay() {
        return this.run("biginn_xchange.action_agenda_day_copy", {
            default_event_id: this.eventId,
            ...(this.oneDay && {default_day: this.state.day}),
        });
    }

    printProgramme() {
        return this.action.doAction("biginn_xchange.report_agenda_programme", {
            additionalContext: {active_ids: [this.eventId]},
        });
    }

    remove(item) {
        this.dialog.add(ConfirmationDialog, {
            body: _t("Take “%s” out of the programme?", item.name),
            confirmLabel: _t("Delete"),
            confirm: async () => {
                await this.orm.unlink(ITEM, [item.id]);
                await this.load();
            },
            cancel: () => {},
        });
    }
}

registry.category("actions").add("biginn_xchange.agenda_builder", AgendaBuilder);
