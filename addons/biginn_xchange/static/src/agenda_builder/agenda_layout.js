/** Where blocks stand on the timeline. Plain minutes of a day: no date, no time zone. */

export const STEP = 15;
export const HOUR = 60;
export const DAY = 24 * HOUR;

export const snap = (minutes) => Math.round(minutes / STEP) * STEP;

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** "09:30" or "9:30 AM", as the reader writes it; also for minutes of the next day. */
export function clock(minutes) {
    const {DateTime} = luxon;
    // A clock face: UTC knows every hour of every day
    const face = DateTime.fromObject(
        {hour: Math.floor(minutes / HOUR) % 24, minute: minutes % HOUR},
        {zone: "utc"},
    );
    return face.toLocaleString(DateTime.TIME_SIMPLE);
}

/**
 * Blocks side by side where they share time: each gets its lane and how many lanes there are
 * among those that touch each other.
 */
export function inLanes(items) {
    const sorted = [...items].sort((a, b) => a.start - b.start || b.stop - a.stop);
    const placed = [];
    let together = [];
    let ends = [];
    let last = -Infinity;
    const close = () => {
        for (const block of together) {
            block.lanes = ends.length;
        }
        together = [];
        ends = [];
    };
    for (const item of sorted) {
        if (item.start >= last) {
            close();
        }
        let lane = ends.findIndex((end) => end <= item.start);
        lane = lane === -1 ? ends.length : lane;
        ends[lane] = item.stop;
        last = Math.max(last, item.stop);
        const block = {item, lane, lanes: 1};
        together.push(block);
        placed.push(block);
    }
    close();
    return placed;
}

/** What a drag of so many minutes makes of an item; `part` is what was taken hold of. */
export function dragged(item, part, minutes) {
    if (Math.abs(minutes) < STEP / 2) {
        return {start: item.start, stop: item.stop}; // Moved aside at most: 09:10 stays 09:10
    }
    if (part === "end") {
        const stop = clamp(
            snap(item.stop + minutes),
            item.start + STEP,
            item.start + DAY,
        );
        return {start: item.start, stop};
    }
    const start = clamp(snap(item.start + minutes), 0, DAY - STEP);
    return {start, stop: start + item.stop - item.start};
}
