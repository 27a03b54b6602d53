"""A table with its style in the languages of other programs."""

from __future__ import annotations

from dataclasses import replace

from hebei_gis.export.qgis_style import qml
from hebei_gis.export.sld_style import sld
from hebei_gis.export.styles import TableDrawing
from hebei_gis.formats.outgoing import Table
from hebei_gis.layers.declaration import Style


class StyledDrawing(TableDrawing):
    """How a table is drawn, also as QGIS and as the OGC write it."""

    @property
    def qml(self) -> str:
        """The style as QGIS holds it."""
        return qml(self)

    @property
    def sld(self) -> str:
        """The style as OGC Styled Layer Descriptor."""
        return sld(self)


def drawn(table: Table, style: Style, language: str) -> Table:
    """The table with its drawing."""
    return replace(table, drawing=StyledDrawing(table, style, language))
