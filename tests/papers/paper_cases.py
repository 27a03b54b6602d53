"""Small comparisons to be put on paper: hostile names, points, vetoes, made-up data."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hebei_gis.papers import PaperRequest
from hebei_gis.plan.join import FeatureRef, Join, Links
from hebei_gis.plan.register.model import Entry, PlanRegister
from hebei_gis.sites import (
    SiteOptions,
    Surroundings,
    assess_robustness,
    compare_sites,
    measure_sites,
)
from hebei_gis.sites.screening import Exclusion
from hebei_gis.words.facts import Titled
from tests.sites.site_cases import at, criteria, criterion, layer, parcels, square

DATE = datetime.date(2026, 11, 24)
NAMES = ["东地块{0}{x}", "=1+1<b>&\"'", "<script>alert(1)</script>", "@点地块\x07"]
VALUE = {"points": [[0, 0], [300, 0.7], [1000, 1]]}
VETO = {"above": 0, "reason_zh": "紧邻文物", "reason_en": "Heritage close by"}


def surroundings() -> Surroundings:
    station = layer("station", {"s1": at(0, 500), "s2": at(900, 100)}, 20.0,
                    name_zh=["甲站", "<i>乙站"], name_en=["Alpha", "<i>Beta"])  # fmt: skip
    zone = layer("zone", {"z": square(-50, -50, 400)}, 10.0, name_zh=["示范区"], name_en=["Zone"])
    road = layer("road", {"r": square(-200, -200, 1500).exterior}, 5.0,
                 name_zh=["环路"], name_en=["Ring"])  # fmt: skip
    heritage = layer("heritage", {"h": at(1200, 40)}, 0.0, name_zh=["古迹"], name_en=["Old"])
    register = PlanRegister(
        entries={"5.2.1": Entry("5.2.1", "measure", "条目<一>", "Entry <one>", "t", "摘要", "Gist")}
    )
    join = Join("5.2.1", "p", "changes", FeatureRef("zone", "z"))
    layers = {one.id: one for one in (station, zone, road, heritage)}
    return Surroundings(layers, Links((join,), (), (), ()), register)


def request(
    *, language: str = "zh", basis: str = "surveyed", firm: bool = True, **options: Any
) -> PaperRequest:
    """Four parcels: three squares, one of them close to heritage, and a point."""
    shapes = {
        "a": square(0, 0, 60), "b=": square(400, 0, 90), "<c>": square(1150, 0, 50),
        "d": at(300, 300),
    }  # fmt: skip
    found = parcels(shapes, 15.0, name_zh=NAMES, name_en=NAMES, basis=[basis] * 4,
                    price=[100.0, 80.0, 90.0, 85.0])  # fmt: skip
    declared = criteria(
        criterion("area_m2", "area", unit="m²"),
        criterion("station_m", "nearest", "lower", unit="m", layer="station"),
        criterion("zone_share", "share", layer="zone"),
        criterion("price", "column", "lower", unit="元/m²", columns=["price"]),
        criterion("heritage_60m", "count_within", "lower", layer="heritage", distance_m=60,
                  weight=0.0, veto=VETO),
    )  # fmt: skip
    around = surroundings()
    measured = measure_sites(found, declared, around)
    chosen = {"weightings": 200, "positions": 100, "missing": "worst", **options}
    comparison = compare_sites(measured, SiteOptions.model_validate(chosen))
    if firm:
        comparison = assess_robustness(comparison, measured, around)
    return PaperRequest(comparison, around, language, "测试区", date=DATE)


def soffice() -> str:
    """LibreOffice, or a word on what is missing."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip(
            "LibreOffice (soffice) is not installed: "
            "apt-get install --no-install-recommends "
            "libreoffice-calc-nogui libreoffice-writer-nogui"
        )
    return found


def converted(paths: Sequence[Path], to: str, folder: Path) -> list[Path]:
    """Files as LibreOffice writes them in another format, in a folder of their own."""
    out = folder / "converted"
    out.mkdir(exist_ok=True)
    done = subprocess.run(
        [soffice(), f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", to, "--outdir", str(out), *map(str, paths)],
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    found = [out / f"{path.stem}.{to.partition(':')[0]}" for path in paths]
    assert all(path.exists() for path in found), done.stdout + done.stderr
    return found


def nothing_ranked(paper: PaperRequest) -> PaperRequest:
    """The same with every parcel ruled out."""
    comparison = paper.comparison
    vetoed = {
        str(key): (Exclusion("area_m2", 1.0, Titled("面积不足。", "Too small.")),)
        for key in comparison.parcels.index
    }
    emptied = replace(
        comparison, scores=comparison.scores.iloc[:0], score=comparison.score.iloc[:0],
        rank=comparison.rank.iloc[:0], vetoed=vetoed, unknown={}, filled={}, robustness=None,
    )  # fmt: skip
    return replace(paper, comparison=emptied)
