import vobject


def read_calendar(text):
    """A calendar file as vobject reads it, with the zones that this file tells.

    vobject keeps each name of a zone with the rules it first met, also those of another file.
    """
    getattr(vobject.icalendar, "__tzidMap").clear()
    vobject.icalendar.registerTzid("UTC", vobject.icalendar.utc)
    return vobject.readOne(text)
