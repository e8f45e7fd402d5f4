"""Kazakh cities that simulated wearers live in: name, region, place of the centre (WGS 84, two decimals)."""

from __future__ import annotations

from typing import NamedTuple

from baqylau.simulate.geometry import Place

UTC_OFFSET_MS = 5 * 3_600_000
"""All of Kazakhstan since 1 March 2024."""


class City(NamedTuple):
    """A city and its region, in Kazakh and Russian Cyrillic and in Latin letters."""

    slug: str
    kazakh: str
    russian: str
    region_slug: str
    region_russian: str
    zone: str
    centre: Place


CITIES = (
    City("astana", "Астана", "Астана", "astana", "город Астана", "Asia/Almaty", Place(51.13, 71.43)),
    City("almaty", "Алматы", "Алматы", "almaty", "город Алматы", "Asia/Almaty", Place(43.24, 76.90)),
    City("shymkent", "Шымкент", "Шымкент", "shymkent", "город Шымкент", "Asia/Almaty", Place(42.33, 69.59)),
    City(
        "karaganda",
        "Қарағанды",
        "Караганда",
        "karaganda",
        "Карагандинская область",
        "Asia/Almaty",
        Place(49.81, 73.09),
    ),
    City("aktobe", "Ақтөбе", "Актобе", "aktobe", "Актюбинская область", "Asia/Aqtobe", Place(50.29, 57.17)),
    City(
        "pavlodar",
        "Павлодар",
        "Павлодар",
        "pavlodar",
        "Павлодарская область",
        "Asia/Almaty",
        Place(52.29, 76.96),
    ),
    City(
        "oskemen",
        "Өскемен",
        "Усть-Каменогорск",
        "east",
        "Восточно-Казахстанская область",
        "Asia/Almaty",
        Place(49.95, 82.62),
    ),
    City("atyrau", "Атырау", "Атырау", "atyrau", "Атырауская область", "Asia/Atyrau", Place(47.11, 51.92)),
    City(
        "kostanay",
        "Қостанай",
        "Костанай",
        "kostanay",
        "Костанайская область",
        "Asia/Qostanay",
        Place(53.21, 63.63),
    ),
    City(
        "kyzylorda",
        "Қызылорда",
        "Кызылорда",
        "kyzylorda",
        "Кызылординская область",
        "Asia/Qyzylorda",
        Place(44.85, 65.50),
    ),
    City(
        "oral", "Орал", "Уральск", "west", "Западно-Казахстанская область", "Asia/Oral", Place(51.23, 51.37)
    ),
    City("aktau", "Ақтау", "Актау", "mangystau", "Мангистауская область", "Asia/Aqtau", Place(43.65, 51.17)),
)
