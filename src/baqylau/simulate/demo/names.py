"""Invented people: common names put together by chance, and IINs that nobody can have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from baqylau.register.iin import composed_iin

_SURNAMES = (
    ("Ахметов", "Akhmetov"), ("Омаров", "Omarov"), ("Сулейменов", "Suleimenov"), ("Ибраев", "Ibrayev"),
    ("Касымов", "Kassymov"), ("Нурланов", "Nurlanov"), ("Серіков", "Serikov"), ("Жұмабаев", "Zhumabayev"),
    ("Тілеуов", "Tileuov"), ("Оспанов", "Ospanov"), ("Байжанов", "Baizhanov"), ("Мұратов", "Muratov"),
    ("Қасенов", "Kassenov"), ("Петров", "Petrov"), ("Ким", "Kim"), ("Иванов", "Ivanov"),
    ("Есенов", "Yessenov"), ("Рахимов", "Rakhimov"), ("Бекетов", "Beketov"), ("Смағұлов", "Smagulov"),
)  # fmt: skip
_GIVEN = (
    ("Ерлан", "Yerlan"), ("Асқар", "Askar"), ("Данияр", "Daniyar"), ("Нұржан", "Nurzhan"),
    ("Тимур", "Timur"), ("Арман", "Arman"), ("Бауыржан", "Bauyrzhan"), ("Руслан", "Ruslan"),
    ("Сергей", "Sergei"), ("Айдос", "Aidos"), ("Марат", "Marat"), ("Виктор", "Viktor"),
    ("Қайрат", "Kairat"), ("Олжас", "Olzhas"), ("Дархан", "Darkhan"), ("Жандос", "Zhandos"),
)  # fmt: skip

_BORN_FROM = date(1890, 1, 1)
_DAYS = 3_652


def name(random: Random) -> tuple[str, str]:
    """Cyrillic and Latin."""
    surname, given = random.choice(_SURNAMES), random.choice(_GIVEN)
    return f"{surname[0]} {given[0]}", f"{surname[1]} {given[1]}"


def iins(random: Random) -> Iterator[str]:
    """Valid by structure and check digit, of men born 1890 to 1899: nobody alive has one. Each comes once."""
    seen: set[str] = set()
    while True:
        born = _BORN_FROM + timedelta(days=random.randrange(_DAYS))
        iin = composed_iin(born, male=True, serial=random.randrange(10_000))
        if iin is not None and iin not in seen:
            seen.add(iin)
            yield iin


def imeis(start: int = 0) -> Iterator[str]:
    """15 digits with a right check digit (Luhn), from a range of test devices (reporting body 00)."""
    number = start
    while True:
        body = f"00440100{number:06d}"
        yield body + str(_luhn(body))
        number += 1


def _luhn(body: str) -> int:
    doubled = [int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(body)]
    return -sum(value // 10 + value % 10 for value in doubled) % 10
