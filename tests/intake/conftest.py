"""Files as planners bring them, made in code: one maker a format."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
import shapely
from ezdxf.filemanagement import new as new_drawing

from hebei_gis.files.limits import Limits
from hebei_gis.formats.sources import Reading
from hebei_gis.geo.crs import WGS84, to_datum
from hebei_gis.intake.inspecting import inspect_parts
from hebei_gis.intake.understanding import Answers, Preview, understand
from hebei_gis.layers.catalog import Settings, read_settings


class Makers:
    """Makes files in a temporary folder and hands them over as bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def parcels(count: int = 4) -> gpd.GeoDataFrame:
        """Squares in WGS 84 with Chinese attributes, a code with a leading zero, numbers."""
        west = 117.2 + 0.01 * np.arange(count)
        shapes = shapely.box(west, 39.15, west + 0.0083, 39.1571)
        return gpd.GeoDataFrame(
            {
                "名称": [f"地块{n}号" for n in range(count)],
                "用地代码": ["0701", "0702", "0901", "1401"][:count] + ["07"] * max(0, count - 4),
                "面积": [n + 0.5 for n in range(count)],
                "层数": list(range(count)),
            },
            geometry=shapes,
            crs=WGS84,
        )

    @staticmethod
    def points(count: int = 4) -> gpd.GeoDataFrame:
        """The parcels' middles."""
        parcels = Makers.parcels(count)
        return parcels.set_geometry(
            gpd.GeoSeries(shapely.point_on_surface(parcels.geometry.to_numpy()), crs=WGS84)
        )

    def written(
        self, rows: gpd.GeoDataFrame, datum: str, driver: str, suffix: str, **options: Any
    ) -> dict[str, bytes]:
        """The parts GDAL writes of rows moved to a CRS or datum."""
        moved = to_datum(rows, datum)
        stem = f"made{len(list(self.folder.iterdir()))}"
        folder = self.folder / stem
        folder.mkdir()
        if driver == "Parquet":
            moved.to_parquet(folder / f"{stem}{suffix}", **options)
        else:
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                moved.to_file(
                    folder / f"{stem}{suffix}", driver=driver, engine="pyogrio", **options
                )
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    def shapefile(
        self, rows: gpd.GeoDataFrame, datum: str, encoding: str, **changes: bytes | None
    ) -> dict[str, bytes]:
        """The parts of a Shapefile; `changes` (cpg=…, prj=…) replace parts, None removes them."""
        parts = self.written(rows, datum, "ESRI Shapefile", ".shp", encoding=encoding)
        for suffix, content in changes.items():
            name = next(iter(parts)).rsplit(".", 1)[0] + f".{suffix}"
            parts.pop(name, None)
            if content is not None:
                parts[name] = content
        return parts

    @staticmethod
    def zipped(parts: Mapping[str, bytes], gbk_names: bool = False, **options: Any) -> bytes:
        """A zip; with `gbk_names` as Chinese Windows writes it, without the UTF-8 mark."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        content = buffer.getvalue()
        if gbk_names:
            for name in parts:
                raw, short = name.encode("utf-8"), name.encode("gbk")
                assert len(short) <= len(raw)
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, member in parts.items():
                    info = zipfile.ZipInfo(name.encode("gbk").decode("cp437"))
                    archive.writestr(info, member)
            content = _without_utf8_mark(buffer.getvalue(), parts)
        return content

    @staticmethod
    def kml(rows: gpd.GeoDataFrame, datum: str, encoding: str = "UTF-8") -> bytes:
        """KML with a folder and extended data, as a phone writes it."""
        marks = []
        for row, shape in zip(rows.to_dict("records"), to_datum(rows, datum).geometry, strict=True):
            data = "".join(
                f'<Data name="{key}"><value>{value}</value></Data>'
                for key, value in row.items()
                if key not in ("名称", "geometry")
            )
            marks.append(
                f"<Placemark><name>{row['名称']}</name><ExtendedData>{data}</ExtendedData>"
                f"{_kml_shape(shape)}</Placemark>"
            )
        text = (
            f'<?xml version="1.0" encoding="{encoding}"?>'
            '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>文档</name>'
            f"<Folder><name>地块</name>{''.join(marks)}</Folder></Document></kml>"
        )
        return text.encode(encoding)

    @staticmethod
    def gpx(rows: gpd.GeoDataFrame) -> bytes:
        """GPX with waypoints."""
        marks = "".join(
            f'<wpt lat="{shape.y:.9f}" lon="{shape.x:.9f}"><name>{name}</name></wpt>'
            for name, shape in zip(rows["名称"], rows.geometry, strict=True)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="t" '
            f'xmlns="http://www.topografix.com/GPX/1/1">{marks}</gpx>'
        ).encode()

    def dxf(self, rows: gpd.GeoDataFrame, datum: str, version: str, encoding: str) -> bytes:
        """A drawing: areas as closed polylines on the layer 地块, points with their names."""
        drawing = new_drawing(version)
        drawing.encoding = "gbk" if encoding == "GB18030" else "utf-8"
        drawing.header["$DWGCODEPAGE"] = "ANSI_936" if encoding == "GB18030" else "ANSI_1252"
        space = drawing.modelspace()
        drawing.layers.add("地块")
        for name, shape in zip(rows["名称"], to_datum(rows, datum).geometry, strict=True):
            if shape.geom_type == "Polygon":
                places = list(shape.exterior.coords)[:-1]
                space.add_polyline2d(places, close=True, dxfattribs={"layer": "地块"})
            else:
                space.add_text(name, dxfattribs={"insert": shape.coords[0], "layer": "地块"})
        path = self.folder / f"drawing{len(list(self.folder.iterdir()))}.dxf"
        drawing.saveas(path, encoding=drawing.encoding)
        return path.read_bytes()

    @staticmethod
    def cells(rows: gpd.GeoDataFrame, datum: str, how: str) -> list[list[Any]]:
        """Headings and rows of a table with positions as ``xy`` or ``wkt``."""
        moved = to_datum(rows, datum)
        names = [column for column in rows.columns if column != "geometry"]
        table = [[*names, *(("X坐标", "Y坐标") if how == "xy" else ("WKT",))]]
        for values, shape in zip(rows[names].to_numpy(), moved.geometry, strict=True):
            place = [shape.x, shape.y] if how == "xy" else [shapely.to_wkt(shape, 12)]
            table.append([*values, *place])
        return table

    @staticmethod
    def csv(table: Sequence[Sequence[Any]], encoding: str, delimiter: str = ",") -> bytes:
        """A table as text."""
        import csv

        stream = io.StringIO()
        csv.writer(stream, delimiter=delimiter).writerows(table)
        return stream.getvalue().encode(encoding)

    @staticmethod
    def xlsx(table: Sequence[Sequence[Any]], title: str = "数据") -> bytes:
        """A table as the one filled sheet of a workbook."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = title
        for row in table:
            sheet.append(list(row))
        book.create_sheet("空")
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()


def _kml_shape(shape: Any) -> str:
    def places(ring: Any) -> str:
        return " ".join(f"{x:.10f},{y:.10f},3" for x, y in ring.coords)

    if shape.geom_type == "Point":
        return f"<Point><coordinates>{places(shape)}</coordinates></Point>"
    return (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{places(shape.exterior)}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    )


def _without_utf8_mark(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same zip with its cp437 names as GBK bytes and the UTF-8 mark off."""
    raw = bytearray()
    place = 0
    names = {n.encode("gbk").decode("cp437").encode("utf-8"): n.encode("gbk") for n in parts}
    buffer = io.BytesIO(content)
    members = {}
    with zipfile.ZipFile(buffer) as archive:
        for info in archive.infolist():
            members[info.filename.encode("utf-8")] = archive.read(info)
    offsets = []
    for long, member in members.items():
        name = names[long]
        crc = zipfile.crc32(member)
        head = struct.pack(
            "<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 0, 0, 33, crc, len(member), len(member), len(name), 0
        )
        offsets.append((name, crc, len(member), len(raw)))
        raw += head + name + member
    place = len(raw)
    for name, crc, size, offset in offsets:
        raw += struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 0, 0, 33, crc, size, size, len(name),
            0, 0, 0, 0, 0, offset,
        ) + name  # fmt: skip
    count, length = len(offsets), len(raw) - place
    raw += struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, length, place, 0)
    return bytes(raw)


@pytest.fixture
def makers(tmp_path: Path) -> Makers:
    """Makers of files."""
    folder = tmp_path / "made"
    folder.mkdir()
    return Makers(folder)


@pytest.fixture
def test_settings(workspace_folder: Callable[..., Any]) -> Settings:
    """Settings of a small workspace: west 117, south 39, east 117.4, north 39.3."""
    return read_settings(workspace_folder("settings", empty=True).path)


@pytest.fixture
def previewed(test_settings: Settings) -> Callable[..., Preview]:
    """Inspects and understands: ``previewed(parts, crs="EPSG:4548", layer="地块")``."""

    def preview(
        parts: Mapping[str, bytes], *, known: Any = None, limits: Limits | None = None, **said: Any
    ) -> Preview:
        reading = {k: said.pop(k) for k in ("layer", "encoding", "x", "y", "wkt") if k in said}
        said["accepted"] = frozenset(said.pop("accept", ()))
        answers = Answers(Reading(**reading), **said)
        inspection = inspect_parts(parts, limits)
        more = (known,) if known is not None else ()
        return understand(inspection, answers, test_settings, *more)

    return preview
