"""The parser is what composing spends its time on: it is asked for many texts at once, and once for each."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from compose_samples import DAY, SHOW, say, source

from dispatch_audio import grammar
from dispatch_audio.compose import compose
from dispatch_audio.dispatch import Dispatch


class Counting:
    """The model, and every text that it is asked to parse: alone, and together with others."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.alone: list[str] = []
        self.together: list[str] = []

    def __call__(self, text: str, **how: Any) -> Any:
        self.alone.append(text)
        return self.model(text, **how)

    def pipe(self, texts: Iterable[str], **how: Any) -> Iterator[Any]:
        asked = list(texts)
        self.together += asked
        return iter(self.model.pipe(asked, **how))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)


def test_most_texts_are_parsed_together_and_none_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    # Numbers that stand in no other test: what was parsed before is not asked for again.
    sources = tuple(
        source(
            n,
            title=f"Quay {n} of 7313 opens",
            author="Ann Example",
            cited_text=f"Quay {n} of 7313 opened on Tuesday.",
            context=f"Only the fourth quay in 73{n:02} years. Ships may now turn at quay {n} of 7313.",
            key_points=tuple(
                f"{what} at quay {n} of 7313" for what in ("Cranes idle", "Toll unchanged", "40 crews")
            ),
        )
        for n in range(1, 9)
    )
    asked = Counting(grammar._model())
    monkeypatch.setattr(grammar, "_model", lambda: asked)
    compose(Dispatch("A day", DAY, sources=sources), SHOW, say, 1)
    every = asked.alone + asked.together
    assert len(every) == len(set(every)) > 100
    assert len(asked.together) > len(asked.alone)
