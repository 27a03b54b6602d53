"""The layers of a workspace, each read, prepared or derived when it is first asked for."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from weakref import WeakValueDictionary

from hebei_gis.files.changes import steadily
from hebei_gis.geo.shapes import Shapes
from hebei_gis.layers.catalog import Catalog, Settings
from hebei_gis.layers.declaration import LayerDeclaration, inspect_declaration
from hebei_gis.layers.preparing import PreparedLayer, prepare_layer
from hebei_gis.layers.reading import file_sha256, inspect_layer_file
from hebei_gis.layers.recipes import derive_layer
from hebei_gis.words.errors import LayerError
from hebei_gis.words.faults import Fault


class LayersOnDemand(Mapping[str, PreparedLayer]):
    """Layer id → layer, the sound ones in menu order.

    Whether an id is there is known only once its layer is read; walking through all reads all.
    What was read stays. Threads may ask at once: a layer is read by one of them.

    Parameters
    ----------
    catalog : Catalog
    others : mapping of layer id to PreparedLayer
        Layers that are in no file; one with the id of another stands in its place.
    """

    def __init__(self, catalog: Catalog, others: Mapping[str, PreparedLayer] | None = None) -> None:
        self._catalog = catalog
        self._others = dict(others or {})
        self._read: dict[str, PreparedLayer | tuple[Fault, ...]] = {}
        self._lock = threading.RLock()

    def __getitem__(self, layer_id: str) -> PreparedLayer:
        if layer_id in self._others:
            return self._others[layer_id]
        found = self._asked(layer_id)
        if isinstance(found, PreparedLayer):
            return found
        raise KeyError(layer_id)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.names if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def names(self) -> list[str]:
        """Ids of all that are declared or put beside, sound or not, in menu order."""
        return list(dict.fromkeys((*self._catalog.declarations, *self._others)))

    def with_others(self, layers: Mapping[str, PreparedLayer]) -> LayersOnDemand:
        """The same layers and these; what was read is read for both."""
        return self._sharing({**self._others, **layers})

    def _sharing(self, others: Mapping[str, PreparedLayer]) -> LayersOnDemand:
        """The declared layers beside others; what is read is read for both."""
        more = LayersOnDemand(self._catalog, others)
        more._read, more._lock = self._read, self._lock
        return more

    def faults_of(self, layer_id: str) -> tuple[Fault, ...]:
        """Why a declared layer is left out; empty where it is sound or not declared."""
        found = self._asked(layer_id)
        return found if isinstance(found, tuple) else ()

    @property
    def left_out(self) -> dict[str, tuple[Fault, ...]]:
        """Layer id → why it is left out, all layers read."""
        names = (*self._catalog.faults, *self._catalog.declarations)
        return {name: faults for name in names if (faults := self.faults_of(name))}

    def _asked(self, layer_id: str) -> PreparedLayer | tuple[Fault, ...] | None:
        """A layer or what is wrong with it; None where none is declared by that id."""
        with self._lock:
            if layer_id not in self._read:
                found = self._found(layer_id)
                if found is None:
                    return None
                self._read[layer_id] = found
            return self._read[layer_id]

    def _found(self, layer_id: str) -> PreparedLayer | tuple[Fault, ...] | None:
        catalog = self._catalog
        told = catalog.faults.get(layer_id, ())
        sound = catalog.declarations.get(layer_id)
        # The file of a declaration with faults is looked at too: all faults are told at once.
        declaration = sound or catalog.doubtful.get(layer_id)
        if declaration is None:
            return told or None
        try:
            if declaration.source:
                layer = steadily(catalog.folder, lambda: _layer_as_it_is(catalog, declaration))
            elif sound:
                layer = derive_layer(declaration, self._sharing({}), catalog.settings)
            else:
                return told
        except LayerError as error:
            return (*told, *error.faults)
        return layer if sound else told


def _layer_as_it_is(catalog: Catalog, declaration: LayerDeclaration) -> PreparedLayer:
    """The layer of a file; by its new declaration where it was replaced since the old was read."""
    try:
        return layer_of_file(catalog.folder, declaration, catalog.settings)
    except LayerError:
        path = catalog.folder / "layers" / f"{declaration.id}.toml"
        now, faults = inspect_declaration(path)
        if now is None or faults or now == declaration:
            raise
        return layer_of_file(catalog.folder, now, catalog.settings)


#: Layers in use by what they are made of: a workspace that is opened anew since another of its
#: files changed does not prepare them again. The last one is kept for whoever opens it next.
_in_use: WeakValueDictionary[tuple[str, ...], PreparedLayer] = WeakValueDictionary()
_last: deque[PreparedLayer] = deque(maxlen=1)
#: Files that are all there is of a layer, so that their hash tells the whole content.
_SINGLE_FILES = (".fgb", ".geojson", ".gpkg", ".parquet")


def layer_of_file(
    folder: Path, declaration: LayerDeclaration, settings: Settings, sound: Shapes | None = None
) -> PreparedLayer:
    """Read and prepare a layer, or take the one in use that was made of the same.

    `sound` are shapes as :func:`prepare_layer` takes them.

    Raises
    ------
    LayerError
        With the faults of both steps together.
    """
    source = declaration.source
    made_of = (declaration.model_dump_json(), settings.metre_crs, str(settings.bounds))
    if source and made_of in _in_use and Path(source.file).suffix in _SINGLE_FILES:
        known = _in_use.get(made_of)
        with contextlib.suppress(OSError):
            if known is not None and file_sha256(folder / source.file) == source.sha256:
                return known
    read = inspect_layer_file(folder, declaration)
    faults = list(read.faults)
    try:
        layer = prepare_layer(read.rows, declaration, settings, sound)
    except LayerError as error:
        # Coordinates in another CRS lie outside the bounds: that follows, and is not told.
        misplaced = any(fault.kind == "wrong_crs" for fault in faults)
        faults += [f for f in error.faults if not (misplaced and f.kind == "outside_bounds")]
        raise LayerError(faults) from error
    if faults:
        raise LayerError(faults)
    _in_use[made_of] = layer
    _last.append(layer)
    return layer
