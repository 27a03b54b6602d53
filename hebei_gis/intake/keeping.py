"""A preview → a layer of the workspace, or of the session only."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from hebei_gis.files.changes import change, require_change
from hebei_gis.files.toml import toml_text, validated
from hebei_gis.formats.data_files import suffix_for, write_rows
from hebei_gis.geo.shapes import Shapes
from hebei_gis.intake.declaring import (
    LayerFacts,
    check_layer_id,
    declare,
    layer_id_of,
    missing_facts,
)
from hebei_gis.intake.understanding import Preview
from hebei_gis.layers.catalog import Settings, read_settings
from hebei_gis.layers.declaration import LayerDeclaration, read_declaration
from hebei_gis.layers.on_demand import layer_of_file
from hebei_gis.layers.preparing import PreparedLayer, prepare_layer
from hebei_gis.layers.reading import file_sha256
from hebei_gis.words.errors import LayerError, UploadError
from hebei_gis.words.facts import listed, term
from hebei_gis.words.faults import Fault
from hebei_gis.words.notes import Note, note
from hebei_gis.words.refusals import shown

#: How the folders are called in which layers are prepared, and after how many seconds one is left.
_ASIDE, _STALE_S = ".importing-", 24 * 3600


@dataclass(frozen=True)
class Kept:
    """A layer that was written.

    Attributes
    ----------
    layer : PreparedLayer
        Read back from the files that were written.
    files : tuple of Path
        The data file and the declaration.
    notes : tuple of Note
        How the file's columns met the declared ones.
    """

    layer: PreparedLayer
    files: tuple[Path, Path]
    notes: tuple[Note, ...] = ()


def keep(
    preview: Preview,
    folder: Path,
    facts: LayerFacts,
    *,
    replace: bool = False,
    language: str = "en",
) -> Kept:
    """Write ``geodata/<id>`` and ``layers/<id>.toml``: both, or neither.

    The files are read back and prepared before they take their places, so that what is kept
    passes ``hebei-gis check``. A layer that is declared but empty is filled; any other that
    exists is replaced only with `replace`, and keeps its title, style and fields.

    Raises
    ------
    UploadError
        Open questions of the preview, facts that are missing, a layer that exists.
    LayerError
        Where what would be written has faults.
    """
    open_faults = [question.fault for question in preview.questions]
    open_faults += unsaid(preview, folder, facts, replace=replace)
    if open_faults:
        raise UploadError(open_faults)
    settings = read_settings(folder)
    existing = _existing(preview, folder, facts)
    declared = declare(preview, facts, settings, existing, language)
    suffix = suffix_for(declared.rows)
    kept = write_layer(
        folder, declared.id, declared.values, declared.rows, suffix, settings, repaired=True
    )
    return Kept(kept.layer, kept.files, (*declared.notes, *_not_said(kept.layer.declaration)))


def _not_said(declaration: LayerDeclaration) -> tuple[Note, ...]:
    """What whoever passes the layer on must know, and nobody said."""
    unsaid = {term("not_stated").text(language) for language in ("zh", "en")}
    source = declaration.source
    names = {
        "licence": source and source.licence, "attribution": source and source.attribution_zh,
        "retrieved": source and source.retrieved,
    }  # fmt: skip
    lacking = [term(f"named_{name}") for name, value in names.items() if value in unsaid]
    return (note("not_said", names=listed(lacking, 3)),) if lacking else ()


def unsaid(
    preview: Preview, folder: Path, facts: LayerFacts, *, replace: bool = False
) -> list[Fault]:
    """What must be said of a layer before it can be kept in a workspace, all at once.

    Raises
    ------
    LayerError
        Where there is a layer of that id, with faults.
    """
    existing = _existing(preview, folder, facts)
    faults = missing_facts(preview, facts, read_settings(folder), existing)
    return [*faults, *(_in_the_way(existing, replace) if existing else ())]


def _existing(preview: Preview, folder: Path, facts: LayerFacts) -> LayerDeclaration | None:
    layer_id = facts.id or layer_id_of(preview)
    if not layer_id or check_layer_id(layer_id, ""):
        return None
    return existing_layer(folder, layer_id)


def _in_the_way(existing: LayerDeclaration, replace: bool) -> list[Fault]:
    """Why a declared layer is not filled or replaced."""
    if existing.recipe:
        return [
            Fault(
                "layer_exists", existing.where, term("a_recipe_instead"), term("a_new_id"),
                answered_by=["layer_id"],
            )
        ]  # fmt: skip
    if existing.source and existing.source.rows and not replace:
        found = term("row_count", rows=existing.source.rows)
        return [Fault("layer_exists", existing.where, found, term("a_new_id"))]
    return []


def session_layer(
    preview: Preview, facts: LayerFacts, settings: Settings, language: str = "en"
) -> PreparedLayer:
    """The layer without any file, for as long as the session lasts.

    Raises
    ------
    UploadError, LayerError
        As :func:`keep`.
    """
    open_faults = [question.fault for question in preview.questions]
    open_faults += missing_facts(preview, facts, settings, None)
    if open_faults:
        raise UploadError(open_faults)
    declared = declare(preview, facts, settings, None, language)
    values = dict(declared.values)
    values["source"] |= {
        "file": f"session/{declared.id}",
        "sha256": preview.inspection.sha256,
        "rows": len(declared.rows),
    }
    declaration = validated(
        LayerDeclaration, {**values, "id": declared.id}, f"session/{declared.id}"
    )
    return prepare_layer(declared.rows, declaration, settings, _shapes(declared.rows))


def _shapes(rows: gpd.GeoDataFrame) -> Shapes:
    """Of rows that were understood: each repaired, none missing."""
    return np.asarray(rows.geometry.to_numpy(), dtype=object)


def existing_layer(folder: Path, layer_id: str) -> LayerDeclaration | None:
    """The declaration of a layer of the workspace; None where there is none.

    Raises
    ------
    UploadError
        Where the id is none.
    LayerError
        Where there is one, with faults.
    """
    faults = check_layer_id(layer_id, f"layers/{shown(layer_id)}.toml")
    if faults:
        raise UploadError(faults)
    path = folder / "layers" / f"{layer_id}.toml"
    return read_declaration(path) if path.exists() else None


def write_layer(
    folder: Path,
    layer_id: str,
    values: Mapping[str, Any],
    rows: gpd.GeoDataFrame,
    suffix: str,
    settings: Settings,
    *,
    repaired: bool = False,
) -> Kept:
    """Write data and declaration aside, read them back, then put both in place.

    With `repaired` the rows' shapes were looked at already, and those that are read back as they
    were are not looked at again.

    Raises
    ------
    UploadError
        Where another changed this layer meanwhile.
    LayerError
        Where what was written has faults; nothing is put in place then.
    """
    require_change(folder)
    _sweep(folder)
    stands = _declared(folder, layer_id)
    aside = Path(tempfile.mkdtemp(dir=folder, prefix=_ASIDE))
    try:
        data, declaration_file = f"geodata/{layer_id}.{suffix}", f"layers/{layer_id}.toml"
        for name in (data, declaration_file):
            (aside / name).parent.mkdir(exist_ok=True)
        write_rows(rows, aside / data)
        source = {"file": data, **values["source"], "sha256": file_sha256(aside / data)}
        source |= {"rows": len(rows)} | ({"encoding": "UTF-8"} if suffix == "geojson" else {})
        text = toml_text({**values, "source": source})
        (aside / declaration_file).write_text(text, encoding="utf-8", newline="\n")
        declaration = read_declaration(aside / declaration_file)
        _check_group(declaration, settings)
        sound = _shapes(rows) if repaired else None
        layer = layer_of_file(aside, declaration, settings, sound)
        # Only now do others wait: preparing a large layer takes its time.
        with change(folder, "change_layer_kept", layer=layer_id, rows=len(rows)) as made:
            if _declared(folder, layer_id) != stands:
                where = f"layers/{layer_id}.toml"
                raise UploadError([Fault("layer_changed", where, "", term("layer_as_it_was"))])
            before = _old_data(folder, layer_id)
            if before and before != folder / data:
                made.remove(before.relative_to(folder.resolve()))
            made.move(aside / data, data)
            made.move(aside / declaration_file, declaration_file)
        return Kept(layer, (folder / data, folder / declaration_file))
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _declared(folder: Path, layer_id: str) -> bytes | None:
    """The declaration of a layer as it stands, to see whether another import changes it."""
    with contextlib.suppress(FileNotFoundError):
        return (folder / "layers" / f"{layer_id}.toml").read_bytes()
    return None


def _sweep(folder: Path) -> None:
    """Remove what imports left that ended in the middle."""
    for left in folder.glob(f"{_ASIDE}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_S:
                shutil.rmtree(left, ignore_errors=True)


def _check_group(declaration: LayerDeclaration, settings: Settings) -> None:
    groups = [group.id for group in settings.groups]
    if declaration.group not in groups:
        where = term("part_of", file=declaration.where, part="group")
        expected = term("one_of", names=groups)
        raise LayerError([Fault("unknown_reference", where, declaration.group, expected)])


def _old_data(folder: Path, layer_id: str) -> Path | None:
    """The data file of this layer as it was, where it lies under the layer's own name."""
    with contextlib.suppress(LayerError):
        old = existing_layer(folder, layer_id)
        if old and old.source and Path(old.source.file).stem == layer_id:
            path = (folder / old.source.file).resolve()
            return path if path.parent == (folder / "geodata").resolve() else None
    return None
