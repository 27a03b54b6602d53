"""Files read in a process of their own: the same result, and nothing that ends the program."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from hebei_gis.files.apart import Reader, StoppedError
from hebei_gis.files.limits import Limits
from hebei_gis.intake.disagreements import Known
from hebei_gis.intake.inspecting import inspect_parts
from hebei_gis.intake.reading_apart import _inspect, _preview, inspect_apart, preview_apart
from hebei_gis.intake.understanding import Answers, understand
from hebei_gis.plan.text.errors import PlanTextTooLargeError
from hebei_gis.words.errors import DatumError, UnknownNameError, UploadError


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def collection(rows: int) -> bytes:
    feature = (
        b'{"type":"Feature","properties":{"name":"\xe7\x94\xb2"},'
        b'"geometry":{"type":"Point","coordinates":[117.2,39.15]}}'
    )
    listed = b",".join([feature] * rows)
    return b'{"type":"FeatureCollection","features":[' + listed + b"]}"


def test_the_same_comes_out_as_in_this_process(makers: Any, test_settings: Any) -> None:
    parts = makers.shapefile(makers.parcels(), "EPSG:4548", "GB18030")
    here = understand(inspect_parts(parts, Limits()), Answers(), test_settings)
    there = preview_apart(parts, Limits(), Answers(), test_settings)
    assert there.rows.equals(here.rows) and there.rows.crs == here.rows.crs
    assert there.sentences("zh") == here.sentences("zh")
    assert there.inspection.sha256 == here.inspection.sha256
    assert inspect_apart(parts, Limits()).layers == here.inspection.layers
    with pytest.raises(AssertionError, match="another process"):
        understand(there.inspection, Answers(), test_settings)


def test_faults_come_over_whole() -> None:
    with pytest.raises(UploadError) as here:
        inspect_parts({"a.geojson": b""}, Limits())
    with pytest.raises(UploadError) as there:
        inspect_apart({"a.geojson": b""}, Limits())
    assert there.value.faults == here.value.faults
    assert str(there.value) == str(here.value)
    for error in (
        UnknownNameError("layer", "x", ["a"]),
        PlanTextTooLargeError("a.txt", "characters", 9, 5),
        DatumError("no such datum"),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert str(again) == str(error) and again.__dict__ == error.__dict__


def test_a_reader_that_is_killed_is_told_and_replaced(reader: Reader, test_settings: Any) -> None:
    asked = (Limits(), Answers(), test_settings, Known({}))
    small = {"a.geojson": collection(3)}
    assert len(reader.call(_preview, "a.geojson", small, *asked).table) == 3
    first = reader.process
    assert first is not None
    ended: list[BaseException] = []

    def read() -> None:
        try:
            reader.call(_preview, "b.geojson", {"b.geojson": collection(200_000)}, *asked)
        except BaseException as error:
            ended.append(error)

    reading = threading.Thread(target=read)
    reading.start()
    time.sleep(0.5)
    os.kill(first, getattr(signal, "SIGKILL", signal.SIGTERM))
    reading.join(60)
    (error,) = ended
    assert isinstance(error, StoppedError) and error.faults[0].kind == "reader_stopped"
    assert "b.geojson" in error.faults[0].sentence("zh")
    assert len(reader.call(_preview, "a.geojson", small, *asked).table) == 3
    assert reader.process != first


def test_a_file_that_takes_too_long_is_given_up(test_settings: Any) -> None:
    reader = Reader(longest_s=0.2)
    try:
        with pytest.raises(StoppedError) as told:
            reader.call(
                _preview, "b.geojson", {"b.geojson": collection(200_000)}, Limits(), Answers(),
                test_settings, Known({}),
            )  # fmt: skip
        assert told.value.faults[0].kind == "reader_too_slow"
        assert "0.2 s" in str(told.value)
    finally:
        reader.close()


def test_closing_ends_the_process(reader: Reader) -> None:
    reader.call(_inspect, "a.geojson", {"a.geojson": collection(1)}, Limits())
    child = reader.process
    assert child is not None
    reader.close()
    assert reader.process is None
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
