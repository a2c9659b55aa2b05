"""Distance between two organisations, in kilometres along the great circle."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def great_circle_km(latitude_a, longitude_a, latitude_b, longitude_b):
    """Haversine distance in km, to 0.1 km; coordinates in degrees (WGS 84)."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (latitude_a, longitude_a, latitude_b, longitude_b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    # rounding may carry `half` a hair over 1 for opposite points
    return round(2 * EARTH_RADIUS_KM * asin(sqrt(min(half, 1.0))), 1)
