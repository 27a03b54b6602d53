"""GPX: waypoints, routes and tracks, with what their extensions say."""

from __future__ import annotations

import pytest

from hebei_gis.words.errors import UploadError
from tests.formats.vector_cases import rows_of, told

HEAD = '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'


def gpx(inner: str) -> bytes:
    return f"{HEAD}{inner}</gpx>".encode()


def test_a_waypoint_has_its_texts_and_extensions() -> None:
    inner = '<wpt lat="39.16" lon="117.2"><ele>3.25</ele><name>点</name><link href="x"/>'
    content = gpx(f"{inner}<extensions><g:code>P1</g:code></extensions></wpt>")
    row = rows_of("gpx", content).table.iloc[0].to_dict()
    assert (row["name"], row["ele"], row["code"]) == ("点", "3.25", "P1")
    said = told("gpx", content)
    assert "g:" in said, "a prefix that is not declared"
    assert "link (1)" in said


def test_what_points_of_a_track_hold_is_counted_and_broken_ones_are_told() -> None:
    point = '<trkpt lat="39" lon="117.{0}"><time>2025-01-01T00:00:00Z</time></trkpt>'
    points = point.format(1) + point.format(2)
    content = gpx(f"<trk><trkseg>{points}</trkseg></trk><trk><name>空</name></trk>")
    rows = rows_of("gpx", content)
    assert rows.shapes[0].geom_type == "MultiLineString"
    assert rows.layer == "tracks"
    assert "trkpt time (2)" in told("gpx", content)
    assert "a track without two points" in told("gpx", content)
    assert "轨迹不足两点" in told("gpx", content, "zh")


def test_a_point_without_a_place_is_told() -> None:
    assert "no longitude and latitude" in told("gpx", gpx("<wpt><name>a</name></wpt>"))
    with pytest.raises(UploadError, match="cannot be read"):
        rows_of("gpx", b"<gpx><wpt></gpx>")
