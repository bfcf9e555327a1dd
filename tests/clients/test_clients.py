"""A client that is missing skips its tests at home, and fails them where all must be there."""

import client
import pytest


@pytest.mark.parametrize(("value", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_a_missing_client_skips_or_fails_as_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, value: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("DISPATCH_AUDIO_CLIENTS", value)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(outcome, match="gpo is not on the PATH; `apt-get install gpodder` brings it"):
        client.program("gpo", "gpodder")
