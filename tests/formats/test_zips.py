"""Zips: what systems leave in them, zips within, sizes, and the same bytes again."""

from __future__ import annotations

import datetime
import os

import pytest

from hebei_gis.files.limits import Limits
from hebei_gis.files.zips import unpack, unpack_inner, zip_bytes
from hebei_gis.words.errors import UploadError

DATE = datetime.date(2026, 11, 24)


def packed(**files: bytes) -> bytes:
    return zip_bytes({name.replace("__", "."): content for name, content in files.items()}, DATE)


def test_what_systems_leave_in_folders_is_left_out() -> None:
    litter = ("__MACOSX/._d.shp", "._d.shp", "a/._d.dbf", ".DS_Store", "Desktop.ini", "a/Thumbs.db")
    content = zip_bytes({**dict.fromkeys(litter, b"x"), "a/d.shp": b"y"}, DATE)
    assert unpack(content, "a.zip", Limits())[0] == {"a/d.shp": b"y"}


def test_a_zip_within_is_unpacked_one_level_deep() -> None:
    deepest = packed(c__csv=b"c")
    members, _ = unpack(packed(b__zip=packed(c__zip=deepest, d__csv=b"d")), "a.zip", Limits())
    found, inner = unpack_inner(members, "a.zip", Limits())
    assert found == {"b.zip/c.zip": deepest, "b.zip/d.csv": b"d"}
    assert inner == ("b.zip",)


def test_zips_within_share_the_limits() -> None:
    inner = packed(a__txt=os.urandom(800_000))
    members, _ = unpack(packed(a__zip=inner, b__zip=inner), "a.zip", Limits())
    assert len(unpack_inner(members, "a.zip", Limits(unpacked_mb=5))[0]) == 2
    with pytest.raises(UploadError, match="unpacked_mb"):
        unpack_inner(members, "a.zip", Limits(unpacked_mb=2))
    many = zip_bytes({f"{n}.zip": packed(a__txt=b"x", b__txt=b"y") for n in range(3)}, DATE)
    members, _ = unpack(many, "a.zip", Limits())
    with pytest.raises(UploadError, match="members"):
        unpack_inner(members, "a.zip", Limits(members=5))


def test_how_much_a_member_may_grow_is_said_by_who_asks() -> None:
    content = packed(a__csv=b"0,0\n" * 1_500_000)
    with pytest.raises(UploadError, match="grows from"):
        unpack(content, "a.zip", Limits())
    assert len(unpack(content, "a.zip", Limits(), ratio=1000)[0]["a.csv"]) == 6_000_000


def test_the_same_content_is_the_same_bytes() -> None:
    files = {"b.txt": b"b" * 1000, "a.txt": b"a"}
    assert zip_bytes(files, DATE) == zip_bytes(files, DATE)
    assert list(unpack(zip_bytes(files, DATE), "a.zip", Limits())[0]) == ["b.txt", "a.txt"]
