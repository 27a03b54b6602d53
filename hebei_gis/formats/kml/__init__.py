"""KML and KMZ: placemarks with their folders and extended data, without GDAL and the network."""

from hebei_gis.files.xml import root_name
from hebei_gis.formats.format import NOT, SURE, Format
from hebei_gis.formats.kml.reading import KmlSource, read_kml
from hebei_gis.formats.kml.writing import write_kml
from hebei_gis.formats.sources import Upload


def claims(upload: Upload) -> int:
    """Sure of XML whose outermost element is ``kml``."""
    return SURE if root_name(upload.content) == "kml" else NOT


FORMAT = Format(
    "kml", "KML", (".kml", ".kmz"), claims, KmlSource,
    "kml", "application/vnd.google-earth.kml+xml", write_kml, read_kml, together=True,
    kinds=("wgs84", "shifted"), many=True, text=True,
    losses=("loss_decimals_9", "loss_viewer_symbols", "loss_empty_text"),
)  # fmt: skip
