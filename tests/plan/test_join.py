from __future__ import annotations

from typing import Any

from hebei_gis.plan.join import FeatureRef, join_register

E, W, N = (FeatureRef("well", key) for key in "ewn")


def test_entries_and_features_meet_many_to_many(workspace_folder: Any) -> None:
    links = workspace_folder(plan=True).open().links
    assert not links.faults
    # Through `east_well` and through `wells`: each feature once.
    assert links.features_of("1.1.1") == (E, W)
    assert links.features_of("1.1.1.1") == (E,)
    assert links.features_of("1.1.2") == ()
    assert links.features_of("9.9.9") == ()
    assert [(j.entry, j.place, j.relation) for j in links.entries_of("well", "e")] == [
        ("1.1.1", "wells", "changes"),
        ("1.1.1", "east_well", "uses"),
        ("1.1.1.1", "east_well", "mentions"),
    ]
    assert [j.entry for j in links.entries_of("well", "w")] == ["1.1.1"]
    assert links.entries_of("well", "n") == ()


def test_both_gaps(workspace_folder: Any) -> None:
    links = workspace_folder(plan=True).open().links
    assert links.unlocated_entries == ("1.1.2",)
    assert links.unspoken_features == (N,)


def test_an_entry_without_any_place_is_unlocated_too(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    folder.write_table("links", ["1.1.1", "east_well", "uses"])
    links = folder.open().links
    assert links.unlocated_entries == ("1.1.1.1", "1.1.2")
    assert links.unspoken_features == (W, N)


def test_the_two_sides_are_the_same_join(default_workspace: Any) -> None:
    links = default_workspace.links
    from_entries = {
        (entry, ref)
        for entry in default_workspace.register.entries
        for ref in links.features_of(entry)
    }
    from_features = {
        (join.entry, FeatureRef(name, key))
        for name, layer in default_workspace.layers.items()
        for key in layer.features.index
        for join in links.entries_of(name, key)
    }
    assert from_entries == from_features
    assert from_entries


def test_the_gaps_complete_the_join(default_workspace: Any) -> None:
    links = default_workspace.links
    assert not links.faults
    entries = set(default_workspace.register.entries)
    assert entries == {j.entry for j in links.joins} | set(links.unlocated_entries)
    assert not {j.entry for j in links.joins} & set(links.unlocated_entries)
    features = {
        FeatureRef(name, key)
        for name, layer in default_workspace.layers.items()
        for key in layer.features.index
    }
    assert features == {j.feature for j in links.joins} | set(links.unspoken_features)
    assert not {j.feature for j in links.joins} & set(links.unspoken_features)


def test_a_tie_to_what_is_not_there_is_a_fault_and_locates_nothing(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    folder.write_table(
        "place_features",
        ["east_well", "well", "east"],
        ["wells", "spring", "e"],
        ["lost_well", "well", "n"],
    )
    workspace = folder.open()
    assert [fault.sentence() for fault in workspace.links.faults] == [
        "place_features.csv east_well: the layer well has no key east. It has e, w, n. "
        "Correct the tie.",
        "place_features.csv wells: there is no layer spring. Known: well. Correct the tie.",
    ]
    assert workspace.faults == workspace.links.faults
    assert workspace.links.unlocated_entries == ("1.1.1", "1.1.1.1")
    assert workspace.links.features_of("1.1.2") == (N,)
    assert not workspace.located("east_well")
    assert workspace.located("lost_well")


def test_ties_to_a_layer_left_out_blame_the_layer_not_the_tie(workspace_folder: Any) -> None:
    folder = workspace_folder(plan=True)
    (folder.path / "geodata" / "well.geojson").unlink()
    workspace = folder.open()
    assert [fault.kind for fault in workspace.faults] == ["missing_file"]
    assert set(workspace.links.unlocated_entries) == {"1.1.1", "1.1.2", "1.1.1.1"}
    blamed = join_register(workspace.register, workspace.layers).faults
    assert {fault.found for fault in blamed} == {"well"}
