"""The layout of boundaries as Chinese land administration hands them in (勘测定界 TXT).

A head ``[属性描述]`` says datum and zone; each parcel of ``[地块坐标]`` is a line that ends in
``@`` and, for each point, a line of its name, its ring, its northing and its easting.
"""

from __future__ import annotations

TITLE = "勘测定界 TXT"
ENCODINGS = ("GB18030", "UTF-8")
HEAD, PARCELS = "[属性描述]", "[地块坐标]"
#: A parcel's line: how many points, its area, then these, then ``@``.
FIELDS = ("面积", "地块编号", "地块名称", "记录图形属性", "图幅号", "地块用途", "地类编码")
AREA, KEY, NAME, KIND = FIELDS[:4]
#: What is drawn, by the word in a parcel's line.
KINDS = {"点": "Point", "线": "LineString", "面": "Polygon"}
#: Square metres.
HECTARE = 10_000
