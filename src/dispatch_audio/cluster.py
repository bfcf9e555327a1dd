"""Lines spoken on other machines: a Dask cluster as an executor. The one room of distributed."""

import contextlib
import importlib.util
from collections.abc import Iterator
from concurrent.futures import Executor

from dispatch_audio.errors import EngineGoneError, WorkspaceError

_ANSWER_S = 15


@contextlib.contextmanager
def speakers(address: str) -> Iterator[Executor]:
    """The workers of the cluster whose scheduler is at ``address`` (``tcp://host:8786``), as an executor.

    A worker needs this program in the same version, and the workspace's voices/ at the same path. What a worker had begun
    when it died is begun again on another one; of a line there is one clip, whoever spoke it. Raises WorkspaceError when no
    scheduler answers or distributed is not installed, and EngineGoneError when the cluster gives up.
    """
    if importlib.util.find_spec("distributed") is None:
        raise WorkspaceError(
            "speaking on a cluster needs distributed, which is not installed",
            hint="pip install 'dispatch-audio[cluster]'",
        )
    # Its classes carry no types.
    from distributed import Client, KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        client = Client(address, timeout=_ANSWER_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise WorkspaceError(
            f"no Dask scheduler answers at {address}: {str(error).splitlines()[0]}",
            hint="start one with `dask scheduler`, and workers with `dask worker ADDRESS`",
        ) from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise WorkspaceError(
                f"the Dask scheduler at {address} has no workers", hint=f"dask worker {address}"
            )
        # A line says the same wherever it is spoken, but is never taken from the scheduler's memory: it is kept in ours.
        with client.get_executor(pure=False, retries=2) as executor:  # type: ignore[no-untyped-call]
            try:
                yield executor
            except (KilledWorker, CommClosedError) as error:
                raise EngineGoneError(f"the cluster at {address} gave up: {error}") from None
