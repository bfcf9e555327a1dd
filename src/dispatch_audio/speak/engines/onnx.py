"""Models run by onnxruntime: one thread each, since utterances are spoken side by side, and nobody told of it.

Since 1.29 onnxruntime's own wheels write an identifier into the user's cache and send usage to their maker, unless this
variable is set before the library is imported (its pull request 27379). Nothing leaves the machine here, so every engine
that uses it, directly or through another library, imports this module first.
"""

import functools
import os
import threading
from collections.abc import Collection
from pathlib import Path
from typing import Any

from dispatch_audio.errors import EngineGoneError
from dispatch_audio.speak import stopping

os.environ["ORT_DISABLE_TELEMETRY"] = "1"


_LOCK = threading.Lock()
_inside = 1
_PREFERRED = ("CUDAExecutionProvider", "CoreMLExecutionProvider", "CPUExecutionProvider")
"""What runs a model, the fastest first; onnxruntime says which of them this machine has."""


def hurry(threads: int) -> None:
    """Has sessions that may be spread, and are opened from now on, use so many threads inside: for whoever waits for one
    utterance. A thread for each utterance, the rule otherwise, is faster for many."""
    global _inside
    _inside = threads


def session(model: Path, *, may_spread: bool = False) -> Any:
    """An onnxruntime session for a model's file, safe to use from several threads, opened once for the process; what it runs is
    stopped as ``speak.stopping`` has it.

    ``may_spread`` says that the model gives the same samples, to the bit, whatever the number of threads inside. Raises
    EngineGoneError when the file is no model.
    """
    with _LOCK:
        return _opened(model, model.stat().st_mtime_ns if model.exists() else 0, _inside if may_spread else 1)


def preferred(here: Collection[str]) -> list[str]:
    """Of the execution providers that onnxruntime has here, those that we would have it use, in that order."""
    return [provider for provider in _PREFERRED if provider in here]


@functools.cache
def _opened(model: Path, changed: int, threads: int) -> Any:
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    # On Windows, where the variable is not read.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    if threads > 1:
        # They would turn around while they wait, on the cores of whoever waits for the sound.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if _overflows():
        options.add_session_config_entry("session.x64quantprecision", "1")
    refusals = (
        state.Fail,
        state.InvalidArgument,
        state.InvalidGraph,
        state.InvalidProtobuf,
        state.NoSuchFile,
    )
    providers = preferred(onnxruntime.get_available_providers())
    try:
        return _Session(onnxruntime.InferenceSession(os.fspath(model), options, providers=providers))
    except refusals as error:
        first_line = str(error).strip().partition("\n")[0]
        raise EngineGoneError(f"is no model that onnxruntime can run: {first_line}", file=model) from None


class _Session:
    """An onnxruntime session whose runs can be stopped; all else is its own."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def run(self, outputs: Any, inputs: Any, options: Any = None) -> Any:
        """See ``onnxruntime.InferenceSession.run``. Raises Stopped."""
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as state

        stop = stopping.current()
        if stop is None:
            return self._session.run(outputs, inputs, options)
        options = options or onnxruntime.RunOptions()

        def end() -> None:
            options.terminate = True

        try:
            with stop.ended_by(end):
                return self._session.run(outputs, inputs, options)
        except state.Fail:
            # Between two nodes of the graph; that it was told to end, it says in words alone.
            stop.heed()
            raise


@functools.cache
def _overflows() -> bool:
    """Whether this processor lets sums of signed weights overflow, as x86 without VNNI does; onnxruntime then has a slower
    way that does not. Found out by a product whose sums are as large as they can be."""
    import numpy as np
    import onnx
    import onnxruntime

    largest, most, size = 255, 127, 64
    weights = onnx.numpy_helper.from_array(np.full((size, size), most, np.int8), "weights")
    product = onnx.helper.make_node("MatMulInteger", ["data", "weights"], ["sums"])
    data = onnx.helper.make_tensor_value_info("data", onnx.TensorProto.UINT8, [size, size])
    sums = onnx.helper.make_tensor_value_info("sums", onnx.TensorProto.INT32, [size, size])
    graph = onnx.helper.make_graph([product], "largest sums", [data], [sums], [weights])
    opsets = [onnx.helper.make_opsetid("", 13)]
    model = onnx.helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()
    tried = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (found,) = tried.run(None, {"data": np.full((size, size), largest, np.uint8)})
    return bool((np.asarray(found) != size * largest * most).any())
