from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
import shapely

from hebei_gis.plan.join import FeatureRef, Join, Links
from hebei_gis.plan.register.model import Entry, PlanRegister
from hebei_gis.sites import (
    Note,
    Surroundings,
    bearing_entries,
    measure_sites,
    perturb_sites,
)
from hebei_gis.words.errors import ComparisonError
from tests.sites.site_cases import (
    CRS,
    X,
    Y,
    around,
    at,
    criteria,
    criterion,
    layer,
    parcels,
    square,
)


def value(measured, name="c"):
    return list(measured.values[name])


def test_area_is_that_on_the_ellipsoid_and_unknown_for_a_point():
    # 100 m square near the central meridian, where the scale of the projection is 1.
    shapes = {"a": square(0, 0, 100), "b": at(0, 0)}
    found = value(measure_sites(parcels(shapes), criteria(criterion("c", "area")), around()))
    to_degrees = pyproj.Transformer.from_crs(CRS, "EPSG:4490", always_xy=True)
    lon, lat = to_degrees.transform(*shapely.get_coordinates(shapes["a"]).T)
    expected = abs(pyproj.Geod(ellps="GRS80").polygon_area_perimeter(lon, lat)[0])
    assert found[0] == pytest.approx(expected, rel=1e-7)
    assert found[0] == pytest.approx(10_000, rel=1e-6)
    assert math.isnan(found[1])


def test_area_leaves_holes_out_whatever_the_direction_of_the_rings():
    hole = shapely.Polygon(square(0, 0, 100).exterior.coords, [square(20, 20, 50).exterior.coords])
    shapes = {"a": hole, "b": hole.reverse()}
    found = value(measure_sites(parcels(shapes), criteria(criterion("c", "area")), around()))
    assert found == pytest.approx([7_500, 7_500], rel=1e-6)


def test_compactness_is_polsby_popper():
    shapes = {"square": square(0, 0, 50), "circle": at(0, 0).buffer(40, quad_segs=512),
              "strip": shapely.box(X, Y, X + 400, Y + 100), "point": at(0, 0)}  # fmt: skip
    found = value(measure_sites(parcels(shapes), criteria(criterion("c", "compactness")), around()))
    assert found[0] == pytest.approx(math.pi / 4)
    assert found[1] == pytest.approx(1, abs=1e-5)
    assert found[2] == pytest.approx(4 * math.pi * 40_000 / 1000**2)
    assert math.isnan(found[3])


def test_nearest_runs_in_a_straight_line_from_the_outline():
    stations = layer("s", {"one": at(130, 140), "two": at(-500, 0)})
    shapes = {"edge": square(0, 0, 100), "inside": square(100, 100, 100), "point": at(130, 100)}
    one = criterion("c", "nearest", "lower", layer="s")
    found = value(measure_sites(parcels(shapes), criteria(one), around(stations)))
    assert found == pytest.approx([50, 0, 40])


def test_counts_within_a_distance_include_its_rim():
    parks = layer("s", {"on": at(500, 0), "past": at(500.001, 0), "near": at(0, 10)})
    one = criterion("c", "count_within", layer="s", distance_m=500)
    found = value(measure_sites(parcels({"a": at(0, 0)}), criteria(one), around(parks)))
    assert found == [2]


def test_only_takes_features_of_some_values():
    care = layer("s", {"h": at(0, 1), "c": at(0, 2)}, level=["hospital", "clinic"])
    one = criterion("c", "nearest", layer="s", only={"level": ["clinic"]})
    found = value(measure_sites(parcels({"a": at(0, 0)}), criteria(one), around(care)))
    assert found == [2]


def test_distinct_counts_each_line_once():
    stations = layer(
        "s", {"x": at(100, 0), "y": at(0, 700), "z": at(0, 900)}, lines=["2/3", "3/9", "5"]
    )
    one = criterion(
        "c", "distinct_within", layer="s", distance_m=800, columns=["lines"], separator="/"
    )
    found = value(measure_sites(parcels({"a": at(0, 0)}), criteria(one), around(stations)))
    assert found == [3]


def test_share_of_a_polygon_is_of_the_union_of_overlapping_areas():
    # The left quarter, and the left half, of the parcel.
    zones = layer("z", {"a": square(-100, -50, 125), "b": shapely.box(X, Y - 9, X + 50, Y + 200)})
    one = criterion("c", "share", layer="z")
    key = criterion("k", "share", layer="z", key="a")
    case = parcels({"p": square(0, 0, 100)})
    measured = measure_sites(case, criteria(one, key), around(zones))
    assert value(measured) == pytest.approx([0.5])
    assert value(measured, "k") == pytest.approx([0.25 * 0.75])


def test_share_of_a_point_is_its_chance_of_lying_inside():
    half = layer("z", {"a": square(0, -5000, 10_000)})
    one = criterion("c", "share", layer="z")
    case = parcels(
        {"rim": at(0, 0), "in": at(600, 0), "out": at(-600, 0), "near": at(-250, 0)}, 500
    )
    found = value(measure_sites(case, criteria(one), around(half)))
    # A disc cut at half its radius: (π/3 − √3/4)/π.
    cap = (math.pi / 3 - math.sqrt(3) / 4) / math.pi
    assert found == pytest.approx([0.5, 1, 0, cap], abs=1e-3)
    exact = value(
        measure_sites(parcels({"i": at(1, 0), "o": at(-1, 0)}), criteria(one), around(half))
    )
    assert exact == [1, 0]


def test_covered_area_is_unknown_for_a_point():
    zones = layer("z", {"a": square(0, 0, 50)})
    one = criterion("c", "covered_area", layer="z")
    case = parcels({"p": square(0, 0, 100), "q": at(10, 10)}, 0)
    found = value(measure_sites(case, criteria(one), around(zones)))
    assert found[0] == pytest.approx(2500, rel=1e-6)
    assert math.isnan(found[1])


def plan_case():
    """Area e1 changes, line e2 uses, parcel layer's own e3 mentions; e1 also through a point."""
    areas = layer("zone", {"z": square(0, 0, 100)}, 10)
    points = layer("dot", {"d": at(50, 50)})
    own = layer("parcel", {"p": square(20, 20, 40), "far": square(900, 0, 10), "pt": at(50, 50)})
    joins = (
        Join("1.1.1", "x", "changes", FeatureRef("zone", "z")),
        Join("1.1.2", "x", "uses", FeatureRef("zone", "z")),
        Join("1.1.1", "y", "changes", FeatureRef("dot", "d")),
        Join("1.1.3", "w", "mentions", FeatureRef("parcel", "far")),
    )
    names = [("1.1.1", "measure"), ("1.1.2", "goal"), ("1.1.3", "measure")]
    entries = {n: Entry(n, kind, n, n, "t", "", "") for n, kind in names}
    surroundings = Surroundings(
        {one.id: one for one in (areas, points, own)},
        Links(joins, (), (), ()),
        PlanRegister(entries=entries),
    )
    return parcels(dict(own.features.geometry.items()), 0, "parcel"), surroundings


def test_plan_entries_count_by_relation_each_once():
    case, surroundings = plan_case()
    counted = criteria(
        criterion("changes", "plan_entries", relations=["changes"]),
        criterion("uses", "plan_entries", relations=["uses"]),
        criterion("all", "plan_entries", relations=["changes", "uses", "mentions"]),
        criterion("measures", "plan_entries", relations=["changes", "uses"], kinds=["measure"]),
        criterion("dots", "plan_entries", relations=["changes"], layers=["dot"]),
    )
    measured = measure_sites(case, counted, surroundings)
    assert value(measured, "changes") == [1, 0, 1]
    assert value(measured, "uses") == [1, 0, 1]
    assert value(measured, "all") == [2, 1, 2]
    assert value(measured, "measures") == [1, 0, 1]
    # A point at the position of a point parcel says nothing of the parcel.
    assert value(measured, "dots") == [1, 0, 0]


def test_bearing_entries_tell_relation_feature_and_chance():
    case, surroundings = plan_case()
    found = bearing_entries(parcels(dict(case.features.geometry), 0, "parcel"), surroundings)
    assert [(b.entry, b.relation, b.feature.layer) for b in found["p"]] == [
        ("1.1.1", "changes", "zone"),
        ("1.1.2", "uses", "zone"),
    ]
    assert [b.feature for b in found["far"]] == [FeatureRef("parcel", "far")]
    uncertain = parcels({"pt": at(50, 50)}, 500, "parcel")
    chances = [b.chance for b in bearing_entries(uncertain, surroundings)["pt"]]
    chance = 10_000 / (math.pi * 500**2)
    assert chances == pytest.approx([chance, chance], rel=1e-3)
    one = criteria(criterion("c", "plan_entries", relations=["changes", "uses"]))
    expected = value(measure_sites(uncertain, one, surroundings))
    assert expected == pytest.approx([2 * chance], rel=1e-3)


def test_columns_and_categories():
    case = parcels(
        {"a": at(0, 0), "b": at(1, 0), "c": at(2, 0), "d": at(3, 0)},
        far=[2.5, "3", "many", None],
        code=["0901", "10", "0902", "99"],
    )
    measured = measure_sites(
        case,
        criteria(
            criterion("far", "column", columns=["FAR", "far"]),
            criterion(
                "use", "category", columns=["code"], by_prefix=True,
                points_of={"09": 1, "0902": 0.5, "1": 9},
            ),
        ),
        around(),
    )  # fmt: skip
    assert value(measured, "far")[:2] == [2.5, 3]
    assert np.isnan(value(measured, "far")[2:]).all()
    assert value(measured, "use")[:3] == [1, 9, 0.5]
    assert np.isnan(value(measured, "use")[3])
    (said,) = measured.notes["far"]
    assert said.sentence("en") == "far: 1 value is not understood and unknown (many)."


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        (criterion("c", "nearest", layer="none"), "layer_missing"),
        (criterion("c", "nearest", layer="s", only={"level": ["x"]}), "layer_empty"),
        (criterion("c", "nearest", layer="s", key="nothing"), "layer_empty"),
        (criterion("c", "nearest", layer="s", only={"no": ["x"]}), "layer_column_missing"),
        (criterion("c", "column", columns=["no"]), "criterion_column_missing"),
    ],
)
def test_what_is_not_there_is_a_note_in_both_languages(declared, kind):
    care = layer("s", {"h": at(0, 1)}, level=["hospital"])
    measured = measure_sites(parcels({"a": at(0, 0)}), criteria(declared), around(care))
    note = measured.unmeasured["c"]
    assert note.kind == kind
    assert isinstance(note, Note)
    assert note.sentence("en") != note.sentence("zh")
    assert "c" not in measured.values


def test_a_layer_in_another_crs_is_refused():
    other = layer("s", {"h": at(0, 1)})
    object.__setattr__(other, "features", other.features.to_crs("EPSG:4326"))
    with pytest.raises(ComparisonError, match="metre CRS"):
        measure_sites(parcels({"a": at(0, 0)}), criteria(criterion("c", "area")), around(other))


def moving_case(accuracy_m):
    shapes = {"a": square(0, 0, 100), "b": at(300, 40), "c": square(450, 0, 60)}
    line = shapely.LineString([(X - 50, Y - 300), (X + 700, Y - 200)])
    layers = around(
        layer("s", {"x": at(130, 140), "y": at(500, 90), "l": line, "z": square(280, 200, 90)},
              accuracy_m, lines=["1/2", "2", "3", "1"]),
        layer("z", {"m": square(-20, -20, 90), "n": square(40, 40, 420)}, accuracy_m),
    )  # fmt: skip
    declared = criteria(
        criterion("near", "nearest", layer="s"),
        criterion("count", "count_within", layer="s", distance_m=150),
        criterion(
            "lines", "distinct_within", layer="s", distance_m=150, columns=["lines"], separator="/"
        ),
        criterion("share", "share", layer="z"),
        criterion("covered", "covered_area", layer="z"),
    )
    return parcels(shapes, accuracy_m), declared, layers


def test_without_inaccuracy_moved_values_are_the_measured_ones():
    case, declared, layers = moving_case(0)
    measured = measure_sites(case, declared, layers)
    perturbed = perturb_sites(measured, list(declared.criteria), layers, seed=1, draws=3)
    for draw in perturbed.values:
        np.testing.assert_allclose(draw, measured.values.to_numpy(), atol=1e-9)


def test_each_draw_is_the_measurement_of_the_moved_features():
    from hebei_gis.sites.position_error import PositionErrors

    case, declared, layers = moving_case(60)
    measured = measure_sites(case, declared, layers)
    perturbed = perturb_sites(measured, list(declared.criteria), layers, seed=5, draws=40)
    errors = PositionErrors(5, 40)

    def shifted(features, name, draw):
        by = errors.of(name, list(features.index), np.full(len(features), 60.0), slice(0, 40))[draw]
        assert (np.hypot(*by.T) <= 60).all()
        shapes = [
            shapely.transform(s, lambda xy, d=d: xy + d)
            for s, d in zip(features.geometry, by, strict=True)
        ]
        return dict(zip(features.index, shapes, strict=True))

    for draw in range(0, 40, 3):
        there = around(
            layer("s", shifted(layers.layers["s"].features, "s", draw), 0,
                  lines=["1/2", "2", "3", "1"]),
            layer("z", shifted(layers.layers["z"].features, "z", draw), 0),
        )  # fmt: skip
        exact = parcels(shifted(case.features, "", draw), 0)
        expected = measure_sites(exact, declared, there).values.to_numpy()
        np.testing.assert_allclose(perturbed.values[draw], expected, atol=1e-6)


def test_a_feature_moves_alike_wherever_it_is_used_and_whoever_else_is_there():
    case, declared, layers = moving_case(60)
    measured = measure_sites(case, declared, layers)
    whole = perturb_sites(measured, ["near", "count"], layers, seed=5, draws=20)
    part = perturb_sites(measured.part(["c", "a"]), ["near"], layers, seed=5, draws=20)
    np.testing.assert_array_equal(part.values[:, :, 0], whole.values[:, [2, 0], 0])


def test_moved_plan_entries():
    case, surroundings = plan_case()
    surroundings.layers["zone"].features["accuracy_m"] = 1000.0
    one = criteria(criterion("c", "plan_entries", relations=["uses"]))
    measured = measure_sites(case, one, surroundings)
    perturbed = perturb_sites(measured, ["c"], surroundings, seed=1, draws=400).values[:, :, 0]
    # The parcel's 40 m square touches the 100 m square over a 140 m square of moves.
    assert perturbed[:, 0].mean() == pytest.approx(140**2 / (math.pi * 1000**2), abs=0.01)
    assert set(np.unique(perturbed)) <= {0.0, 1.0}
    assert perturbed[:, 1].any()
