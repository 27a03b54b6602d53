"""Gauss-Kruger zones of China: datum, width and number ↔ the CRS."""

from __future__ import annotations

from dataclasses import dataclass

#: Datum, width in degrees, whether the number stands before the easting → EPSG code of the
#: westernmost zone.
_FIRST_CODES = {
    ("CGCS2000", 3, True): 4513,
    ("CGCS2000", 3, False): 4534,
    ("CGCS2000", 6, True): 4491,
    ("CGCS2000", 6, False): 4502,
    ("XIAN80", 3, True): 2349,
    ("XIAN80", 3, False): 2370,
    ("XIAN80", 6, True): 2327,
    ("XIAN80", 6, False): 2338,
    ("BEIJING54", 3, True): 2401,
    ("BEIJING54", 3, False): 2422,
    ("BEIJING54", 6, True): 21413,
    ("BEIJING54", 6, False): 21453,
}
#: Width in degrees → numbers of the zones that cover China; those of the two do not overlap.
ZONE_NUMBERS = {3: range(25, 46), 6: range(13, 24)}


@dataclass(frozen=True)
class Zone:
    """A Gauss-Kruger zone.

    Attributes
    ----------
    datum : str
        ``CGCS2000``, ``XIAN80`` or ``BEIJING54``.
    width : int
        In degrees, 3 or 6.
    number : int
    numbered : bool
        Whether its number stands before the easting: 39500000 instead of 500000.
    """

    datum: str
    width: int
    number: int
    numbered: bool

    @property
    def code(self) -> str:
        """Its EPSG code."""
        first = _FIRST_CODES[self.datum, self.width, self.numbered]
        return f"EPSG:{first + self.number - ZONE_NUMBERS[self.width].start}"


def width_of_number(number: int) -> int | None:
    """How wide the zones of such a number are; None where China has none."""
    return next((width for width, known in ZONE_NUMBERS.items() if number in known), None)


def zone_of_code(code: str) -> Zone | None:
    """The zone of an EPSG code; None where it is no Gauss-Kruger zone of China.

    Examples
    --------
    >>> zone_of_code("EPSG:4548")
    Zone(datum='CGCS2000', width=3, number=39, numbered=False)
    """
    zones = (
        Zone(datum, width, number, numbered)
        for datum, width, numbered in _FIRST_CODES
        for number in ZONE_NUMBERS[width]
    )
    return next((zone for zone in zones if zone.code == code), None)
