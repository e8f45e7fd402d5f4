"""Fields of text frames: dates, times of day, angles, words; and what their errors name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.protocols.fields import Fields, day_ms, degrees_of, since_midnight_ms, word
from baqylau.protocols.language import FrameError


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_dates(moment: datetime) -> None:
    """Every second of 2000 to 2099 is read as what the calendar says, whatever the order of its parts."""
    wanted = int(moment.timestamp()) * 1000
    clock = since_midnight_ms(f"{moment:%H%M%S}")
    assert clock is not None
    for order, text in (("dmy", f"{moment:%d%m%y}"), ("ymd", f"{moment:%y%m%d}")):
        assert (day_ms(text, order) or 0) + clock == wanted


@given(st.integers(0, 179), st.integers(0, 599_999))
def test_angles(degrees: int, minutes: int) -> None:
    """Degrees and ten-thousandths of minutes come out as degrees."""
    text = f"{degrees:03d}{minutes // 10_000:02d}.{minutes % 10_000:04d}"
    assert degrees_of(text) == pytest.approx(degrees + minutes / 600_000)


@pytest.mark.parametrize("text", ["", "1", "12", "1260.0", "12a4.5", "-1234.5", "12³4.5", "12345678.9"])
def test_no_angles(text: str) -> None:
    """What is no angle, or has 60 minutes, is none."""
    assert degrees_of(text) is None


@pytest.mark.parametrize("text", ["320126", "290225", "000000", "12126", "1201٣6"])
def test_no_dates(text: str) -> None:
    """What no calendar has is no date."""
    assert day_ms(text) is None


@given(st.text())
def test_words(text: str) -> None:
    """Any words become one of small letters, digits and single underscores, or nothing."""
    assert all("a" <= letter <= "z" or letter.isdigit() or letter == "_" for letter in word(text))
    assert "__" not in word(text)


def test_errors_name_field_and_byte() -> None:
    """An error names the field and the byte of the frame at which it begins."""
    fields = Fields("ab,12,xyz", offset=5)
    with pytest.raises(FrameError, match="byte 11, speed: not readable: 'xyz'"):
        fields.number(2, "speed", 0, 10)
    with pytest.raises(FrameError, match="byte 8, count"):
        fields.whole(1, "count", 0, 11)
    with pytest.raises(FrameError, match="3 fields instead of 4"):
        fields.need(4, "report")
    assert fields.number(9, "missing", 0, 1) is None
