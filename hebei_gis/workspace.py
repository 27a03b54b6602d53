"""A workspace opened: the whole flow from declarations to joined layers, a method a question."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from hebei_gis.files.changes import recover, steadily
from hebei_gis.files.workspace_folder import SETTINGS_FILE
from hebei_gis.layers.catalog import Catalog, Settings, read_catalog
from hebei_gis.layers.declaration import LayerDeclaration, credits_joined
from hebei_gis.layers.on_demand import LayersOnDemand
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.plan.join import FeatureRef, Links, join_register
from hebei_gis.plan.register.hints import Hint, read_hints
from hebei_gis.plan.register.model import Entry, PlanRegister
from hebei_gis.plan.register.tables import read_register
from hebei_gis.words.errors import LayerError, RegisterError, UnknownNameError, WorkspaceError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault


def sources_of(layers: Mapping[str, PreparedLayer], layer_id: str) -> list[LayerDeclaration]:
    """The declaration of a layer that is there; those of its inputs where it is derived."""
    declaration = layers[layer_id].declaration
    if declaration.recipe is None:
        return [declaration]
    inputs = [name for name in declaration.recipe.layers if name in layers]
    return [source for name in inputs for source in sources_of(layers, name)]


@dataclass(frozen=True)
class Workspace:
    """Everything a workspace holds, ready to be asked.

    Nothing but the declarations is read until it is asked for.

    Attributes
    ----------
    catalog : Catalog
    layers : mapping of layer id to PreparedLayer
        The sound ones, in menu order.
    within : Workspace or None
        Where layers that are in no file were put beside: the workspace without them.
    """

    catalog: Catalog
    layers: LayersOnDemand
    within: Workspace | None = None

    @cached_property
    def left_out(self) -> Mapping[str, tuple[Fault, ...]]:
        """Layer id or table → what could not be used, and why; all is read for it."""
        tables = {"plan": self._register[1], "hints": self._hints[1]}
        broken = {name: faults for name, faults in tables.items() if faults}
        return {**self.layers.left_out, **broken}

    @property
    def register(self) -> PlanRegister:
        """The plan's register; an empty one where its tables cannot be used."""
        return self._register[0]

    @cached_property
    def _register(self) -> tuple[PlanRegister, tuple[Fault, ...]]:
        if self.within is not None:
            return self.within._register
        try:
            return steadily(self.folder, lambda: read_register(self.folder)), ()
        except RegisterError as error:
            return PlanRegister(), error.faults

    @property
    def hints_of_place(self) -> Mapping[str, tuple[Hint, ...]]:
        """Place id → what public pages say of where it lies; absent where nothing is known."""
        return self._hints[0]

    @cached_property
    def _hints(self) -> tuple[Mapping[str, tuple[Hint, ...]], tuple[Fault, ...]]:
        if self.within is not None:
            return self.within._hints
        if self._register[1]:  # its places are not known: that is told already
            return {}, ()
        places = self.register.places
        hints, faults = steadily(self.folder, lambda: read_hints(self.folder, places))
        grouped: dict[str, tuple[Hint, ...]] = {}
        for hint in hints:
            grouped[hint.place] = (*grouped.get(hint.place, ()), hint)
        return grouped, faults

    @cached_property
    def links(self) -> Links:
        """The join of the register with the layers of the workspace's files."""
        if self.within is not None:
            return self.within.links
        declared = {*self.catalog.declarations, *self.catalog.faults}
        return join_register(self.register, self.layers, declared)

    @property
    def folder(self) -> Path:
        """The workspace's folder."""
        return self.catalog.folder

    @property
    def settings(self) -> Settings:
        """What ``workspace.toml`` says."""
        return self.catalog.settings

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault found, layers first, then the ties of places to features."""
        left_out = [fault for faults in self.left_out.values() for fault in faults]
        return (*left_out, *self.links.faults)

    def with_layers(self, layers: Mapping[str, PreparedLayer]) -> Workspace:
        """The same with layers that are in no file; one of the same id stands in front."""
        return Workspace(self.catalog, self.layers.with_others(layers), self.within or self)

    def layer(self, layer_id: str) -> PreparedLayer:
        """A sound layer.

        Raises
        ------
        LayerError
            Where it is declared but was left out, with its faults.
        UnknownNameError
            Where no layer has that id.
        """
        if layer_id in self.layers:
            return self.layers[layer_id]
        faults = self.layers.faults_of(layer_id)
        if faults:
            raise LayerError(faults)
        raise UnknownNameError("layer", layer_id, list(self.layers))

    def licence(self, layer_id: str, language: str = "en") -> str:
        """Licence of a layer; a derived one carries those of its inputs."""
        self.layer(layer_id)
        named = [d.licence(language) for d in sources_of(self.layers, layer_id)]
        return credits_joined(named, language)

    def attribution(self, layer_id: str, language: str) -> str:
        """Attribution of a layer, those of its inputs where it is derived."""
        self.layer(layer_id)
        sources = [d.source for d in sources_of(self.layers, layer_id) if d.source]
        named = [s.attribution_zh if language == "zh" else s.attribution_en for s in sources]
        return credits_joined(named, language)

    @cached_property
    def fingerprints(self) -> Mapping[str, str]:
        """Layer id → a short hash of its content, for caches and addresses."""
        return {name: _fingerprint(layer) for name, layer in self.layers.items()}

    def layer_rows(self) -> list[dict[str, Any]]:
        """One dict a layer, in menu order: what ``hebei-gis layers --json`` prints."""
        return [
            {
                "id": name,
                "title_zh": layer.declaration.title_zh,
                "title_en": layer.declaration.title_en,
                "group": layer.declaration.group,
                "geometry": "|".join(layer.declaration.shape.geometry),
                "features": len(layer.features),
                "basis": layer.worst_basis,
                "accuracy_m": layer.largest_accuracy_m,
                "licence": self.licence(name),
            }
            for name, layer in self.layers.items()
        ]

    def measure_rows(self) -> list[dict[str, Any]]:
        """One dict an entry, in the plan's order: what the register's exports hold.

        ``hebei-gis measures --json`` prints the keys other programs were promised.
        """
        return [self.measure_row(entry) for entry in self.register.entries.values()]

    def measure_row(self, entry: Entry) -> dict[str, Any]:
        """One entry with its places; a place tied to several features stands once a feature."""
        return {
            "id": entry.id,
            "kind": entry.kind,
            "chapter": entry.chapter,
            "section": entry.section,
            "paragraph": entry.paragraph,
            "part": entry.part,
            "title": entry.title,
            "title_en": entry.title_en,
            "summary_zh": entry.summary_zh,
            "summary_en": entry.summary_en,
            "theme": entry.theme,
            "locator": entry.locator("zh"),
            "places": self._place_rows(entry),
        }

    def _place_rows(self, entry: Entry) -> list[dict[str, Any]]:
        joined: dict[str, list[FeatureRef]] = {}
        for join in self.links.by_entry.get(entry.id, ()):
            joined.setdefault(join.place, []).append(join.feature)
        rows = []
        for link in self.register.links_of_entry.get(entry.id, ()):
            place = self.register.place(link.place)
            features: list[FeatureRef | None] = [*joined.get(link.place, [])] or [None]
            for feature in features:
                rows.append(
                    {
                        "id": place.id,
                        "name": place.name_zh,
                        "name_en": place.name_en,
                        "relation": link.relation,
                        "located": feature is not None,
                        "layer": feature.layer if feature else None,
                        "key": feature.key if feature else None,
                    }
                )
        return rows

    def place_rows(self) -> list[dict[str, Any]]:
        """One dict a place; those that most entries wait for first, unlocated before located."""
        rows = [
            {
                "id": place.id,
                "name": place.name_zh,
                "name_en": place.name_en,
                "kind": place.kind,
                "located": self.located(place.id),
                "entries": len(self.register.links_of_place.get(place.id, ())),
                "hints": [asdict(hint) for hint in self.hints_of_place.get(place.id, ())],
            }
            for place in self.register.places.values()
        ]
        return sorted(rows, key=lambda row: (row["located"], -row["entries"]))

    def located(self, place_id: str) -> bool:
        """Whether at least one feature stands for the place."""
        ties = self.register.ties_of_place.get(place_id, ())
        return any(
            tie.layer in self.layers and tie.key in self.layers[tie.layer].features.index
            for tie in ties
        )

    def features(self, refs: list[FeatureRef]) -> gpd.GeoDataFrame:
        """Features of several layers as one frame in metres, with their layer's id.

        Index ``layer/key``; rows in the order of `refs`.
        """
        chosen: dict[str, list[str]] = {}
        for ref in refs:
            chosen.setdefault(ref.layer, []).append(ref.key)
        parts = []
        for name, keys in chosen.items():
            rows = self.layer(name).features.loc[keys]
            parts.append(rows.assign(layer=name).set_axis([f"{name}/{key}" for key in keys]))
        if not parts:
            return gpd.GeoDataFrame({"layer": []}, geometry=[], crs=self.settings.metre_crs)
        ordered = pd.concat(parts).loc[[f"{ref.layer}/{ref.key}" for ref in refs]]
        return gpd.GeoDataFrame(ordered, crs=self.settings.metre_crs)


def _fingerprint(layer: PreparedLayer) -> str:
    """Of the declaration, which holds the hash of the file that was read; else of the content.

    A layer without a file of the workspace (derived, or of a session, whose answers make other
    rows of one file) is told by its shapes as WKB and its cells.
    """
    declaration, features = layer.declaration, layer.features
    digest = hashlib.sha256(declaration.model_dump_json(by_alias=True).encode())
    digest.update(version("hebei-gis").encode())
    if declaration.source is None or declaration.source.file.startswith("session/"):
        digest.update("\n".join(map(str, [*features.index, *features.columns])).encode())
        for shape in shapely.to_wkb(features.geometry.to_numpy()).tolist():
            digest.update(shape)
        for _, cells in features.drop(columns=features.geometry.name).items():
            digest.update("\n".join(map(str, cells.tolist())).encode())
    return digest.hexdigest()[:16]


def open_workspace(folder: Path | str) -> Workspace:
    """Open a workspace: its settings and declarations.

    A change that a program did not live to finish is carried through first, or taken back.
    Layers and tables are read when they are asked for; those with faults are left out and
    listed, the rest works.

    Raises
    ------
    WorkspaceError
        Where the folder is no workspace or ``workspace.toml`` cannot be used.
    """
    path = Path(folder)
    if not (path / SETTINGS_FILE).is_file():
        expected = term("workspace_folder")
        raise WorkspaceError([Fault("missing_file", str(folder), SETTINGS_FILE, expected)])
    recover(path.resolve())
    catalog = steadily(path, lambda: read_catalog(path))
    return Workspace(catalog, LayersOnDemand(catalog))
