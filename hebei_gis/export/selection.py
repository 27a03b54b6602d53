"""What a workspace holds → exported files: layers, a selection of features, an entry's features."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hebei_gis.export.packaging import ExportedFile, Packaging, export
from hebei_gis.export.request import ExportLayer, Origin, layer_of
from hebei_gis.layers.preparing import PreparedLayer
from hebei_gis.plan.join import FeatureRef
from hebei_gis.words.errors import ExportError, UnknownNameError
from hebei_gis.words.facts import term
from hebei_gis.words.faults import Fault
from hebei_gis.workspace import Workspace, sources_of


def export_layers(
    workspace: Workspace,
    layer_ids: Sequence[str],
    format_name: str,
    datum: str | None = None,
    *,
    language: str = "zh",
    encoding: str = "",
    packaging: Packaging | None = None,
    date: datetime.date | None = None,
) -> ExportedFile:
    """Whole layers as one file; see :func:`hebei_gis.export.export`.

    Raises
    ------
    UnknownNameError, LayerError
        Where a layer does not exist or was left out.
    ExportError, DatumError
        Where the format cannot hold what is asked for.
    """
    layers = [_export_layer(workspace, name) for name in dict.fromkeys(layer_ids)]
    title = layers[0].title(language) if len(layers) == 1 else workspace.settings.name(language)
    return export(
        layers, format_name, datum,
        metre_crs=workspace.settings.metre_crs, title=title,
        stem=layers[0].id if len(layers) == 1 else f"{workspace.settings.adcode}_layers",
        language=language, date=date, encoding=encoding, packaging=packaging,
    )  # fmt: skip


def export_features(
    workspace: Workspace,
    refs: Iterable[FeatureRef],
    format_name: str,
    datum: str | None = None,
    *,
    title: str,
    stem: str,
    filter_words: str,
    language: str = "zh",
    encoding: str = "",
    packaging: Packaging | None = None,
    date: datetime.date | None = None,
) -> ExportedFile:
    """Chosen features as one file, layer by layer in menu order.

    Parameters
    ----------
    refs : iterable of FeatureRef
    title, stem : str
        The file's title and the start of its name.
    filter_words : str
        What chose these features, in words: it stands in the sidecar.

    Raises
    ------
    UnknownNameError, LayerError
        Where a layer or feature does not exist or was left out.
    ExportError, DatumError
        Where nothing is chosen, or the format cannot hold what is asked for.
    """
    keys: dict[str, dict[str, None]] = {}
    for ref in refs:
        keys.setdefault(ref.layer, {})[ref.key] = None
    chosen = {name: _export_layer(workspace, name) for name in keys}
    layers = []
    for name in sorted(chosen, key=workspace.layers.names.index):
        features = chosen[name].features
        unknown = [key for key in keys[name] if key not in features.index]
        if unknown:
            raise UnknownNameError("key", f"{name}/{unknown[0]}", list(features.index))
        layers.append(replace(chosen[name], features=features.loc[list(keys[name])]))
    return export(
        layers, format_name, datum,
        metre_crs=workspace.settings.metre_crs, title=title, stem=stem, language=language,
        filter_words=filter_words, date=date, encoding=encoding, packaging=packaging,
    )  # fmt: skip


def export_entry(
    workspace: Workspace,
    entry_id: str,
    format_name: str,
    datum: str | None = None,
    *,
    language: str = "zh",
    encoding: str = "",
    packaging: Packaging | None = None,
    date: datetime.date | None = None,
) -> ExportedFile:
    """The features that an entry of the plan speaks of, as one file.

    Raises
    ------
    UnknownNameError
        Where there is no such entry.
    ExportError
        Where nothing of it is on the map.
    """
    entries = workspace.register.entries
    if entry_id not in entries:
        raise UnknownNameError("entry", entry_id, list(entries))
    words = f"{entry_id} {entries[entry_id].name(language)}"
    refs = workspace.links.features_of(entry_id)
    if not refs:
        expected = term("entry_on_map")
        raise ExportError([Fault("nothing_to_export", entry_id, term("no_features"), expected)])
    return export_features(
        workspace, refs, format_name, datum, title=words, stem=entry_id, filter_words=words,
        language=language, encoding=encoding, packaging=packaging, date=date,
    )  # fmt: skip


def _export_layer(workspace: Workspace, layer_id: str) -> ExportLayer:
    layer = workspace.layer(layer_id)
    words = (workspace.attribution(layer_id, "zh"), workspace.attribution(layer_id, "en"))
    origins = tuple(dict.fromkeys(origins_of(workspace.layers, layer_id)))
    return layer_of(layer, workspace.licence(layer_id), words, origins)


def origins_of(layers: Mapping[str, PreparedLayer], layer_id: str) -> list[Origin]:
    """The files a layer comes from; those of its inputs where it is derived."""
    return [
        Origin(source.file, source.sha256, source.retrieved, source.reference_system)
        for source in (declaration.source for declaration in sources_of(layers, layer_id))
        if source is not None
    ]
