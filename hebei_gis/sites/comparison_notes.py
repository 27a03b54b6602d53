"""What stops a comparison that a user no longer waits for."""

from __future__ import annotations

from hebei_gis.words.errors import HebeiGisError


class StoppedError(HebeiGisError, RuntimeError):
    """The user stopped a long computation."""

    def __init__(self, step: str) -> None:
        self.step = step
        super().__init__("comparison_stopped", step=step)
