"""One file format: how it is recognised and read, how it is written, what it can hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hebei_gis.formats.outgoing import Outgoing, Table
from hebei_gis.formats.partition import whole
from hebei_gis.formats.reading_back import ReadExport
from hebei_gis.formats.sources import Source, Upload
from hebei_gis.geo.crs import WGS84

#: How sure a format is that some bytes are its own: not at all, if nothing better, by content.
#: and by what no other kind has, where another format would be sure of it, too.
NOT, PERHAPS, SURE, CERTAIN = 0, 1, 2, 3
_ANY = ("wgs84", "geographic", "projected", "shifted")


@dataclass(frozen=True)
class Format:
    """One file format; each module of :mod:`hebei_gis.formats` that has one calls it ``FORMAT``.

    Attributes
    ----------
    name : str
        As the user asks for it.
    title : str
        Its proper name, the same in every language.
    suffixes : tuple of str
        Endings of names that are read as this format, lower case with the dot.
    claims : callable or None
        An upload of one file → :data:`NOT`, :data:`PERHAPS`, :data:`SURE` or :data:`CERTAIN`.
    open : callable or None
        An upload → its reader; None where the format is not read.
    extension, mime : str
        Of what is written.
    write : callable or None
        What goes out → the file; None where the format is not written.
    read_back : callable or None
        The file → what an export is checked by, where :attr:`open` does not tell that.
    kinds : tuple of str
        The reference systems it takes, by :attr:`Target.kind`.
    default : str
        Reference system where none is asked for.
    parts : callable
        What goes out → the tables the file holds.
    many : bool
        Holds several layers; otherwise each is a file of its own.
    carries_sidecar : bool
        Has a place for the sidecar inside.
    bare_shifted : bool
        May go out in GCJ-02 without a zip: its columns or layers say so.
    text : bool
        May go to standard output.
    needs_shapes : bool
        Cannot hold a row without a shape.
    encodings : tuple of str
        The first unless asked; empty where there is no choice.
    members : callable or None
        What goes out → the files of one export by name, where that is several; then it is
        always a zip.
    losses : tuple of str
        What it cannot hold: kinds of :data:`hebei_gis.words.terms.TERMS`.
    companions : tuple of str
        Endings of files that belong to one of this format: after its name's stem.
    gathers : bool
        One reader takes several of an archive: each is a layer.
    together : bool
        Several of an archive are one data set.
    folder : bool
        All files of its folder belong to one of this format.
    """

    name: str
    title: str
    suffixes: tuple[str, ...] = ()
    claims: Callable[[Upload], int] | None = None
    open: Callable[[Upload], Source] | None = None
    extension: str = ""
    mime: str = ""
    write: Callable[[Outgoing], bytes] | None = None
    read_back: Callable[[bytes], ReadExport] | None = None
    kinds: tuple[str, ...] = _ANY
    default: str = WGS84
    parts: Callable[[Outgoing], tuple[Table, ...]] = whole
    many: bool = False
    carries_sidecar: bool = True
    bare_shifted: bool = False
    text: bool = False
    needs_shapes: bool = False
    encodings: tuple[str, ...] = ()
    members: Callable[[Outgoing], dict[str, bytes]] | None = None
    losses: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    gathers: bool = False
    together: bool = False
    folder: bool = False

    @property
    def packed_extension(self) -> str:
        """Of a zip with the sidecar: it still says the format."""
        return f"{self.name}.zip" if self.extension == "zip" else f"{self.extension}.zip"
