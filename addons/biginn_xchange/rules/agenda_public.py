"""A published agenda as search engines read it."""

from datetime import timedelta
from datetime import timezone as fixed_zone

from . import local_time

SCHEDULED = "https://schema.org/EventScheduled"
CANCELLED = "https://schema.org/EventCancelled"
ON_SITE = "https://schema.org/OfflineEventAttendanceMode"


def iso_time(utc, zone):
    """The clock at the event with its difference to UTC: 2030-05-22T09:00:00+03:00."""
    local = local_time.to_local(utc, zone)
    minutes = round((local - utc) / timedelta(minutes=1))
    return local.replace(tzinfo=fixed_zone(timedelta(minutes=minutes))).isoformat()


def structured_data(page):
    """An agenda as schema.org describes an event; what is empty is left out.

    Source: schema.org/Event and developers.google.com/search/docs/appearance/structured-data/event

    :param dict page: name, url, image, summary, start and stop (naive UTC), zone, cancelled,
        venue, address, country_code, organiser, places (0: not said)
    """
    address = _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": page.get("address"),
            "addressCountry": page.get("country_code"),
        }
    )
    place = _filled(
        {
            "@type": "Place",
            "name": page.get("venue"),
            "address": address if len(address) > 1 else None,
        }
    )
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "BusinessEvent",
            "name": page["name"],
            "url": page["url"],
            "image": [page["image"]] if page.get("image") else None,
            "description": page.get("summary"),
            "startDate": iso_time(page["start"], page["zone"]),
            "endDate": iso_time(page["stop"], page["zone"]),
            "eventStatus": CANCELLED if page.get("cancelled") else SCHEDULED,
            "eventAttendanceMode": ON_SITE,
            "location": place if len(place) > 1 else None,
            "organizer": (
                {"@type": "Organization", "name": page["organiser"]}
                if page.get("organiser")
                else None
            ),
            "maximumAttendeeCapacity": page.get("places"),
        }
    )


def _filled(values):
    return {name: value for name, value in values.items() if value}
