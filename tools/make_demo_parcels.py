"""Make ``geodata/site_parcel_demo.geojson``: a dozen invented parcels that show the comparison.

    python tools/make_demo_parcels.py [--out geodata]

Nothing of them is real: outlines, ratios, prices, demolition states and land-use codes are made
up; they only lie where parcels could. Writes one GeoJSON (WGS 84, right-hand rings, 6 decimals,
one feature a line) and sets ``sha256`` and ``rows`` in ``layers/site_parcel_demo.toml``. The
same script gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYER = "site_parcel_demo"
METRES_A_DEGREE = 111_320.0
NOTE_ZH = "演示用的虚构地块，不是真实地块，不得用于任何决定。"
NOTE_EN = "An invented parcel for demonstration; not real, not for any decision."
#: Corners in units of half the width and half the depth, against the clock.
FORMS: dict[str, list[tuple[float, float]]] = {
    "rectangle": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "ell": [(-1, -1), (1, -1), (1, 0), (0, 0), (0, 1), (-1, 1)],
    "wedge": [(-1, -1), (1, -0.6), (0.7, 1), (-1, 0.8)],
    "hexagon": [(-1, -0.4), (-0.3, -1), (1, -0.8), (1, 0.5), (0.4, 1), (-0.8, 0.9)],
    "strip": [(-1, -0.35), (1, -0.35), (1, 0.35), (-1, 0.35)],
}
#: lon, lat, width m, depth m, turn °, form, floor area ratio, yuan/m², demolition, land use.
PARCELS = [
    (117.1946, 39.1415, 130, 110, 12, "rectangle", 3.5, 12800, "净地", "0901"),
    (117.2012, 39.1345, 180, 120, 35, "wedge", 4.0, 14500, "部分拆迁", "0902"),
    (117.2021, 39.1522, 220, 160, 8, "ell", 3.0, 9800, "未拆", "0901"),
    (117.1925, 39.1562, 150, 150, 20, "hexagon", 2.5, 9200, "净地", "0803"),
    (117.2128, 39.1668, 260, 180, 0, "rectangle", 2.2, 7600, "净地", "070102"),
    (117.2068, 39.1742, 300, 200, 15, "ell", 2.0, 6900, "部分拆迁", "070102"),
    (117.2195, 39.1589, 200, 140, 40, "rectangle", 2.4, 8100, "未拆", "070102"),
    (117.2292, 39.1745, 320, 240, 5, "wedge", 1.8, 4300, "净地", "100101"),
    (117.2098, 39.1856, 340, 260, 25, "rectangle", 1.6, 3900, "净地", "100101"),
    (117.2205, 39.1818, 280, 220, 30, "hexagon", 2.0, 4600, "已拆", "16"),
    (117.2348, 39.1632, 420, 120, 60, "strip", 2.2, 7200, "部分拆迁", "16"),
    (117.2165, 39.1492, 170, 130, 10, "rectangle", 2.6, 8700, "净地", "0902"),
]


def parcel_ring(
    lon: float, lat: float, width: float, depth: float, turn: float, form: str
) -> list[list[float]]:
    """The closed ring of one parcel in degrees."""
    angle = math.radians(turn)
    ring = []
    for across, along in FORMS[form]:
        x, y = across * width / 2, along * depth / 2
        east = x * math.cos(angle) - y * math.sin(angle)
        north = x * math.sin(angle) + y * math.cos(angle)
        scale = METRES_A_DEGREE * math.cos(math.radians(lat))
        ring.append([round(lon + east / scale, 6), round(lat + north / METRES_A_DEGREE, 6)])
    return [*ring, ring[0]]


def parcels_geojson() -> str:
    """The whole file."""
    lines = []
    for number, parcel in enumerate(PARCELS, start=1):
        ratio, price, state, code = parcel[6:]
        properties = {
            "key": f"demo_{number:02d}",
            "name_zh": f"演示地块{number:02d}（虚构）",
            "name_en": f"Demonstration parcel {number:02d} (invented)",
            "basis": "demonstration",
            "accuracy_m": 25,
            "source": "invented by tools/make_demo_parcels.py",
            "source_zh": "由 tools/make_demo_parcels.py 虚构",
            "note_zh": NOTE_ZH,
            "note_en": NOTE_EN,
            "floor_area_ratio": ratio,
            "starting_price_yuan_m2": price,
            "demolition_state": state,
            "land_use_code": code,
        }
        geometry = {"type": "Polygon", "coordinates": [parcel_ring(*parcel[:6])]}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def main() -> None:
    """Write the file and its hash and number of rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "geodata")
    options = parser.parse_args()
    content = parcels_geojson().encode()
    (options.out / f"{LAYER}.geojson").write_bytes(content)
    if options.out != ROOT / "geodata":
        return
    declaration = ROOT / "layers" / f"{LAYER}.toml"
    text = declaration.read_text(encoding="utf-8")
    digest = hashlib.sha256(content).hexdigest()
    text = re.sub(r'^sha256 = ".*"$', f'sha256 = "{digest}"', text, flags=re.MULTILINE)
    text = re.sub(r"^rows = \d+$", f"rows = {len(PARCELS)}", text, flags=re.MULTILINE)
    declaration.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
