"""A search as one types, beside what a good engineer writes instead, in one run.

    python benchmarks/searching.py [--features 10000] [--repeats 5]

Theirs: names, their pinyin and initials in lists made once; each query looks through them for what
holds it, and has rapidfuzz rank the nearest names (`process.extract`, partial ratio). It knows no
several words, no readings of signs with two, no entries, themes, figures. Queries: a name, pinyin,
initials, a name with a slip, two words. The sum of the best of each counts, and the first query of
ours with the index it makes beside the making of their lists. Exits 1 where ours takes more than
1.5 times as long.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz, process

from hebei_gis.searching import folded, search
from hebei_gis.workspace import open_workspace

PROMISE = 1.5
SIGNS = "东西南北中新光明建国民主自由胜利海河金钟月牙幸福思源志成铁北宁京津花园"
ENDS = ("路", "道", "公园", "中学", "小学", "医院", "大厦", "广场", "站", "新村")
QUERIES = ("光明路", "guangming", "gml", "光明路口", "光明 地点")


def workspace_of(folder: Path, count: int) -> None:
    """A workspace with one layer of points that have Chinese names."""
    import geopandas as gpd
    import shapely

    from hebei_gis.intake.keeping import file_sha256

    draw = random.Random(1)
    names = ["".join(draw.choices(SIGNS, k=draw.randint(2, 4))) + draw.choice(ENDS)
             for _ in range(count)]  # fmt: skip
    frame = gpd.GeoDataFrame(
        {"key": [f"k{n}" for n in range(count)], "name_zh": names},
        geometry=[shapely.Point(117.15 + n % 100 / 1000, 39.12 + n // 100 / 10000)
                  for n in range(count)],
        crs="EPSG:4326",
    )  # fmt: skip
    (folder / "geodata").mkdir()
    (folder / "layers").mkdir()
    path = folder / "geodata" / "names.geojson"
    frame.to_file(path, driver="GeoJSON")
    (folder / "workspace.toml").write_text(
        'name_zh = "甲"\nname_en = "A"\nadcode = "000000"\nplan_zh = "甲"\nplan_en = "A"\n'
        'metre_crs = "EPSG:4548"\n'
        "bounds = [117.0, 39.0, 117.4, 39.3]\n\n"
        '[[groups]]\nid = "all"\ntitle_zh = "地点"\ntitle_en = "Places"\n', encoding="utf-8",
    )  # fmt: skip
    (folder / "layers" / "names.toml").write_text(
        'title_zh = "地点"\ntitle_en = "Places"\nabout_zh = "甲"\nabout_en = "A"\ngroup = "all"\n'
        f'order = 1\n[source]\nfile = "geodata/names.geojson"\ncrs = "EPSG:4326"\n'
        f'sha256 = "{file_sha256(path)}"\nrows = {count}\nlicence = "CC0-1.0"\n'
        'attribution_zh = "甲"\nattribution_en = "A"\nretrieved = "2026-11"\n'
        '[shape]\ngeometry = ["Point"]\nkey = "key"\n[fields]\nname_zh = "name_zh"\n'
        '[style]\ncolor = "#003F5C"\n[quality]\nbasis = "surveyed"\naccuracy_m = 1\n',
        encoding="utf-8",
    )


class Theirs:
    """Lists made once, looked through for every query."""

    def __init__(self, names: list[str]) -> None:
        self.names = [folded(name) for name in names]
        parts = [lazy_pinyin(name, style=Style.NORMAL) for name in names]
        self.whole = ["".join(part) for part in parts]
        self.initials = ["".join(one[:1] for one in part) for part in parts]

    def search(self, words: str) -> list[int]:
        """Positions of what is found, best first."""
        wanted = folded(words)
        found = [n for n, name in enumerate(self.names) if wanted in name]
        found += [n for n, said in enumerate(self.whole) if wanted in said]
        found += [n for n, said in enumerate(self.initials) if said.startswith(wanted)]
        near = process.extract(
            wanted, self.names, scorer=fuzz.partial_ratio, score_cutoff=75, limit=20
        )
        return list(dict.fromkeys([*found, *(n for _, _, n in near)]))


def best(work: Callable[[], Any], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--features", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        workspace_of(Path(name), options.features)
        workspace = open_workspace(name)
        names = workspace.layers["names"].features["name_zh"].astype(str).tolist()
        lazy_pinyin("中")  # both load its dictionaries
        start = time.perf_counter()
        search(workspace, "gml", "zh")
        first = time.perf_counter() - start
        start = time.perf_counter()
        theirs = Theirs(names)
        theirs.search("gml")
        made = time.perf_counter() - start
        ours_s = theirs_s = 0.0
        for query in QUERIES:
            hits = search(workspace, query, "zh")
            if query != "光明路口" and not hits:
                print(f"not measured: {query} finds nothing")
                return 1
            one = best(lambda query=query: search(workspace, query, "zh"), options.repeats)
            other = best(lambda query=query: theirs.search(query), options.repeats)
            print(
                f"{query:12s} ours {one * 1e3:7.1f} ms  theirs {other * 1e3:7.1f} ms  {len(hits)}"
            )
            ours_s, theirs_s = ours_s + one, theirs_s + other
    ratio = ours_s / theirs_s
    print(f"first with its index {first:.2f} s, theirs {made:.2f} s, ratio {first / made:.2f}")
    print(f"all queries ratio {ratio:.2f} (≤ {PROMISE})")
    return int(ratio > PROMISE)


if __name__ == "__main__":
    sys.exit(main())
