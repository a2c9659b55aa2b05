import {useExternalListener, useState} from "@odoo/owl";

import {HOUR, dragged} from "./agenda_layout";

// Pixels that an hour is high, as in the style sheet
const HOUR_HEIGHT = 60;
// So far the pointer goes before a click becomes a drag
const SLACK = 4;

/**
 * Dragging blocks about a timeline, with a mouse or a pen; a finger scrolls.
 *
 * @param {Function} columnAt the column below a place of the pointer, with its day and place
 * @param {Function} onDrop called with the item, where it went, and whether it moved at all; the
 *     block stays where it was let go until that is done
 */
export function useAgendaDrag({columnAt, onDrop}) {
    const state = useState({
        item: null,
        part: "",
        x: 0,
        y: 0,
        moved: false,
        to: {},
        busy: false,
    });
    const forget = () => Object.assign(state, {item: null, moved: false, busy: false});

    useExternalListener(window, "pointermove", (ev) => {
        if (!state.item || state.busy) {
            return;
        }
        const [x, y] = [ev.clientX - state.x, ev.clientY - state.y];
        state.moved ||= Math.abs(x) > SLACK || Math.abs(y) > SLACK;
        if (!state.moved) {
            return;
        }
        Object.assign(
            state.to,
            dragged(state.item, state.part, (y / HOUR_HEIGHT) * HOUR),
        );
        const column = state.part === "whole" && columnAt(ev.clientX);
        if (column) {
            state.to.day = column.day;
            state.to.place_id = "place" in column ? column.place : state.item.place_id;
        }
    });
    useExternalListener(window, "pointerup", async (ev) => {
        if (!state.item || state.busy) {
            return;
        }
        state.busy = true;
        try {
            await onDrop(ev, state.item, {...state.to}, state.moved);
        } finally {
            forget();
        }
    });
    useExternalListener(window, "keydown", (ev) => {
        if (ev.key === "Escape" && !state.busy) {
            forget();
        }
    });

    return {
        state,
        /** Take hold of an item, `part` of it: "whole" or its "end". */
        start(ev, item, part) {
            if (state.busy) {
                return;
            }
            const {start, stop, day, place_id} = item;
            const to = {start, stop, day, place_id};
            Object.assign(state, {
                item,
                part,
                x: ev.clientX,
                y: ev.clientY,
                moved: false,
                to,
            });
        },
        /** The item as it is dragged now. */
        seen(item) {
            return state.moved && state.item.id === item.id
                ? {...item, ...state.to}
                : item;
        },
        isDragged(item) {
            return state.moved && state.item.id === item.id;
        },
    };
}
