"""TopoJSON, read by GDAL: its shapes share their edges."""

from __future__ import annotations

from hebei_gis.formats.json_by_gdal import json_format

FORMAT = json_format("topojson", "TopoJSON", ".topojson", "TopoJSON", r'"type"\s*:\s*"Topology"')
