"""How far a long computation is, and the way to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from hebei_gis.words.errors import HebeiGisError

#: Called with the name of the step and the share of it that is done, 0 to 1.
OnStep = Callable[[str, float], None]


class StoppedError(HebeiGisError, RuntimeError):
    """The user stopped a long computation."""

    def __init__(self, step: str) -> None:
        self.step = step
        super().__init__("comparison_stopped", step=step)


class Progress:
    """Hands on how far a computation is; :meth:`stop` may be called from another thread.

    Steps are ``positions``, ``weights_near``, ``weights_all``, ``positions_only``, ``joint``
    and ``pairwise``.
    """

    def __init__(self, on_step: OnStep | None = None) -> None:
        self._on_step = on_step
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let the computation end with StoppedError at its next step."""
        self._stopped.set()

    def step(self, name: str, share: float) -> None:
        """Report; called by the computation.

        Raises
        ------
        StoppedError
            Where :meth:`stop` was called.
        """
        if self._stopped.is_set():
            raise StoppedError(name)
        if self._on_step is not None:
            self._on_step(name, share)
