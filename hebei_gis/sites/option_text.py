"""Names and numbers out of what a user writes for an option: ``id=0.3,id=0.7``."""

from __future__ import annotations

from collections.abc import Collection, Iterator


def named_numbers(text: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each ``name=number`` of a list divided by commas, the number as it was written.

    A name that is known may hold any sign, commas and equals signs too: of several that fit
    the longest counts. Any other ends at the last equals sign before the next comma; a part
    without one has no number.

    Examples
    --------
    >>> list(named_numbers("价(万元,总)=1, b=2", ["价(万元,总)"]))
    [('价(万元,总)', '1'), ('b', '2')]
    """
    rest = text.lstrip(" ,")
    while rest:
        fitting = (n for n in known if n and rest.startswith(n) and _equals(rest[len(n) :]))
        name = max(fitting, key=len, default=None)
        if name is not None:
            number, _, rest = rest[len(name) :].lstrip()[1:].partition(",")
        else:
            part, _, rest = rest.partition(",")
            name, equals, number = part.rpartition("=")
            if not equals:
                name, number = part, ""
        yield name.strip(), number.strip()
        rest = rest.lstrip(" ,")


def _equals(text: str) -> bool:
    return text.lstrip().startswith("=")


def listed_names(text: str, known: Collection[str]) -> list[str]:
    """Names of a list divided by commas; a known name may hold commas itself.

    Examples
    --------
    >>> listed_names("a,b,c", ["a,b", "a", "c"])
    ['a,b', 'c']
    """
    names = []
    rest = text.lstrip(" ,")
    while rest:
        fitting = (n for n in known if n and rest.startswith(n) and _ends(rest[len(n) :]))
        name = max(fitting, key=len, default=rest.partition(",")[0])
        names.append(name.strip())
        rest = rest[len(name) :].lstrip(" ,")
    return names


def _ends(text: str) -> bool:
    return text.lstrip()[:1] in ("", ",")
