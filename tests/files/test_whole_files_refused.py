"""What is no file is not written over; an error names the file that was asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hebei_gis.files.whole_files import replacing, write_together, write_whole


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes in folders")
def test_a_pipe_or_a_device_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError) as told:
        write_whole(pipe, b"1")
    assert told.value.filename == str(pipe)
    with pytest.raises(OSError):
        write_together({pipe: b"1"})
    with pytest.raises(OSError), replacing(pipe):
        pass
    assert pipe.is_fifo() and list(tmp_path.iterdir()) == [pipe]


def test_an_error_names_the_file_and_leaves_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"former")
    with pytest.raises(OSError) as told, replacing(path) as draft:
        draft.write_bytes(b"1")
        raise OSError(28, "No space left on device")
    assert told.value.filename == str(path)
    assert path.read_bytes() == b"former" and list(tmp_path.iterdir()) == [path]
