import {registry} from "@web/core/registry";
import {serializeDate} from "@web/core/l10n/dates";
import {calendarView} from "@web/views/calendar/calendar_view";
import {CalendarModel} from "@web/views/calendar/calendar_model";

/**
 * Shows agenda items by the clock at the event, wherever the reader sits, as core does for the
 * slots of an event. What is dropped or drawn on the calendar is sent by that clock, too.
 */
export class AgendaCalendarModel extends CalendarModel {
    buildRawRecord(partialRecord, options = {}) {
        const rawRecord = super.buildRawRecord(partialRecord, options);
        const {start, end, isAllDay} = partialRecord;
        delete rawRecord.start;
        delete rawRecord.stop;
        rawRecord.local_day = serializeDate(start);
        if (isAllDay) {
            // a click on a day says nothing about the hour
            return {...rawRecord, start_hour: 9, stop_hour: 10};
        }
        const stop = end || start.plus({hours: 1});
        rawRecord.start_hour = start.hour + start.minute / 60;
        rawRecord.stop_hour = stop.hour + stop.minute / 60;
        return rawRecord;
    }

    makeContextDefaults(rawRecord) {
        const context = super.makeContextDefaults(rawRecord);
        for (const name of ["local_day", "start_hour", "stop_hour"]) {
            context[`default_${name}`] = rawRecord[name];
        }
        return context;
    }

    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        const zone = rawRecord.date_tz || "utc";
        record.start = record.start
            .setZone(zone)
            .setZone("local", {keepLocalTime: true});
        record.end = record.end.setZone(zone).setZone("local", {keepLocalTime: true});
        return record;
    }
}

export const agendaCalendarView = {
    ...calendarView,
    Model: AgendaCalendarModel,
};

registry.category("views").add("biginn_agenda_calendar", agendaCalendarView);
