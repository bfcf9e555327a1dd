"""What the studio does for its page, asked over HTTP: read, save, hear, settle, check, build and approve."""

import importlib
import io
import json
import shutil
import threading
import time
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from studio_samples import SMALL, Client, running

from dispatch_audio.build import Built
from dispatch_audio.narration import Clip
from dispatch_audio.publish.standing import standing
from dispatch_audio.saved import script_changes
from dispatch_audio.script import Utterance
from dispatch_audio.speak import Task, line_path, speak_line
from dispatch_audio.workspace import Voice
from samples import SAMPLE, tree

FEED = "/api/feeds/daily-dispatch"


def _scripts(workspace: Path) -> Path:
    return workspace / "feeds" / "daily-dispatch" / "scripts"


def _saved(workspace: Path) -> str:
    return (_scripts(workspace) / "dispatch-007.md").read_text("utf-8")


def _lines(document: Any) -> list[Any]:
    return [
        line for chapter in document["chapters"] for block in chapter["blocks"] for line in block["lines"]
    ]


def _put(client: Client, told: Any) -> Any:
    body = {key: told[key] for key in ("base", "dispatch", "document")}
    return client.told(f"{SMALL}/script", "PUT", body)


def _built(client: Client) -> Any:
    client.told(f"{SMALL}/build", "POST", {})
    while (told := client.told(f"{SMALL}/build"))["state"] == "running":
        time.sleep(0.1)
    return told


def test_what_is_read_and_saved_again_is_the_script_that_script_writes(
    client: Client, workspace: Path, run: Callable[..., Any]
) -> None:
    _put(client, client.told(f"{SMALL}/script"))
    saved = _saved(workspace)
    shutil.rmtree(_scripts(workspace))
    assert run("script", "small", "--save").code == 0
    assert script_changes(_saved(workspace), saved, "studio") == ""


def test_saving_a_whole_dispatch_as_it_is_changes_nothing(workspace: Path, run: Callable[..., Any]) -> None:
    assert run("script", "dispatch-002", "--save").code == 0
    before = tree(_scripts(workspace))
    with running(workspace) as client:
        path = f"{FEED}/dispatch-002"
        told = client.told(f"{path}/script")
        assert told["document"]["left_out"]
        for line in _lines(told["document"]):
            line["fresh"] = True
        body = {key: told[key] for key in ("base", "dispatch", "document")}
        assert client.told(f"{path}/script", "PUT", body)["base"] == told["base"]
    after = tree(_scripts(workspace))
    assert {name: data for name, data in after.items() if name != ".lock"} == before


def test_a_changed_line_is_parted_where_its_sentences_end(client: Client, workspace: Path) -> None:
    told = client.told(f"{SMALL}/script")
    line = _lines(told["document"])[-1]
    line |= {"id": "mine", "text": "It is 8 cm thick, says Dr. Example. Nobody fell in.", "fresh": True}
    answer = _put(client, told)
    assert [(line["id"], line["text"]) for line in _lines(answer["document"])[-2:]] == [
        ("mine", "It is 8 cm thick, says Dr. Example."),
        ("", "Nobody fell in."),
    ]
    assert "says Dr. Example.\nNobody fell in." in _saved(workspace)


def test_a_word_said_in_its_own_way_is_in_the_file(client: Client, workspace: Path) -> None:
    told = client.told(f"{SMALL}/script")
    line = next(line for line in _lines(told["document"]) if line["text"].startswith("The harbour froze"))
    how = client.told(
        f"{FEED}/settle",
        "POST",
        {"where": "line", "written": "harbour", "manner": "respelling", "said": "HAR-bore"},
    )
    line["words"] = [{"start": 4, "end": 11, **how["word"]}]
    answer = _put(client, told)
    assert "The [harbour](Harbore) froze" in _saved(workspace)
    (span,) = next(line for line in _lines(answer["document"]) if line["words"])["words"]
    assert span["spoken"] == "Harbore"


def test_a_silence_that_is_set_is_in_the_file_and_in_the_length_and_makes_another_episode(
    client: Client, workspace: Path
) -> None:
    told = _put(client, client.told(f"{SMALL}/script"))
    assert _built(client)["state"] == "done"
    before = client.told(f"{SMALL}/episode")
    assert before["current"]
    line = next(line for line in _lines(told["document"]) if line["text"].startswith("Two things"))
    more = 1.9 - line["rest"]
    line["silence"] = 1.9
    answer = _put(client, told)
    assert "[pause 1.9s]" in _saved(workspace)
    (again,) = (line for line in _lines(answer["document"]) if line["silence"] is not None)
    assert (again["text"], again["rest"]) == (line["text"], 1.9)
    assert answer["document"]["seconds"] - told["document"]["seconds"] == pytest.approx(more)
    assert not client.told(f"{SMALL}/episode")["current"]
    assert _built(client)["result"]["status"] == "built"
    after = client.told(f"{SMALL}/episode")
    # Chapters start on whole seconds.
    assert after["seconds"] - before["seconds"] == pytest.approx(more, abs=1)
    line["silence"] = 2.1
    body = {"base": answer["base"], "dispatch": answer["dispatch"], "document": told["document"]}
    assert client.ask(f"{SMALL}/script", "PUT", body).status == 400


def test_of_two_editors_the_second_overwrites_nothing_and_is_shown_both(
    client: Client, workspace: Path
) -> None:
    mine, theirs = (client.told(f"{SMALL}/script") for _ in range(2))
    _lines(mine["document"])[-1]["text"] = "Mine."
    _lines(theirs["document"])[-1]["text"] = "Theirs."
    _put(client, theirs)
    before = tree(_scripts(workspace))
    body = {key: mine[key] for key in ("base", "dispatch", "document")}
    answer = client.ask(f"{SMALL}/script", "PUT", body)
    assert answer.status == 409
    assert answer.json["changed"] == "script"
    assert _lines(answer.json["theirs"]["document"])[-1]["text"] == "Theirs."
    assert tree(_scripts(workspace)) == before
    # Having seen the other, the editor may decide for this one.
    body["base"] = answer.json["theirs"]["base"]
    client.told(f"{SMALL}/script", "PUT", body)
    assert "Mine." in _saved(workspace)


def test_a_script_that_was_changed_by_hand_is_not_overwritten(client: Client, workspace: Path) -> None:
    told = _put(client, client.told(f"{SMALL}/script"))
    file = _scripts(workspace) / "dispatch-007.md"
    file.write_text(_saved(workspace).replace("The baker came back.", "The baker is back."), "utf-8")
    assert client.told(f"{SMALL}/version")["base"] != told["base"]
    body = {key: told[key] for key in ("base", "dispatch", "document")}
    answer = client.ask(f"{SMALL}/script", "PUT", body)
    assert answer.status == 409
    assert "The baker is back." in [line["text"] for line in _lines(answer.json["theirs"]["document"])]
    file.write_text("no script at all", "utf-8")
    answer = client.ask(f"{SMALL}/script", "PUT", body)
    assert answer.status == 409
    assert "dispatch-007.md:1" in answer.json["fault"]
    assert file.read_text("utf-8") == "no script at all"


def test_comments_that_somebody_wrote_into_a_script_stay_by_their_lines(
    client: Client, workspace: Path
) -> None:
    _put(client, client.told(f"{SMALL}/script"))
    file = _scripts(workspace) / "dispatch-007.md"
    text = _saved(workspace).replace("---\n", "---\ntags: ice\n", 1)
    text = text.replace("\nThe baker came back.", " <!-- ask Ann -->\nThe baker came back.")
    text = text.replace("\n## Harbour news", "\n<!-- the lead\nof the day -->\n\n## Harbour news")
    file.write_text(f"{text}\n<!-- done -->\n", "utf-8")
    told = client.told(f"{SMALL}/script")
    line = _lines(told["document"])[0]
    line |= {"text": "Hello, and welcome.", "words": []}
    again = _put(client, told)
    saved = _saved(workspace)
    assert "\ntags: ice" in saved.partition("\n---\n")[0]
    assert saved.count("dispatch: ") == text.count("dispatch: ") == 1
    assert "The harbour froze. <!-- ask Ann -->\nThe baker came back." in saved
    assert "\n\n<!-- the lead\nof the day -->\n\n## Harbour news" in saved
    assert saved.endswith("\n<!-- done -->\n")
    assert "Hello, and welcome." in saved
    _lines(again["document"])[0]["notes"] = [{"text": "a --> b", "place": "above"}]
    body = {key: again[key] for key in ("base", "dispatch", "document")}
    assert client.ask(f"{SMALL}/script", "PUT", body).status == 400
    assert _saved(workspace) == saved


def test_a_dispatch_that_changes_under_an_editor_is_told_and_its_script_stays_its_own(
    client: Client, workspace: Path, small: Path
) -> None:
    told = _put(client, client.told(f"{SMALL}/script"))
    small.write_text(small.read_text("utf-8").replace("8 cm", "9 cm"), "utf-8")
    body = {key: told[key] for key in ("base", "dispatch", "document")}
    answer = client.ask(f"{SMALL}/script", "PUT", body)
    assert (answer.status, answer.json["changed"]) == (409, "dispatch")
    theirs = answer.json["theirs"]
    assert theirs["outdated"]
    (change,) = theirs["changes"]
    assert (change["before"], change["after"]) == (
        ["Ice is 8 cm thick at the pier"],
        ["Ice is 9 cm thick at the pier"],
    )
    body["dispatch"] = theirs["dispatch"]
    _lines(body["document"])[-1]["text"] = "Goodbye."
    again = client.told(f"{SMALL}/script", "PUT", body)
    # What the script was made from is still known, and it says so until somebody accepts it.
    assert again["outdated"]
    assert again["changes"]
    accepted = client.told(f"{SMALL}/accept", "POST", {"base": again["base"]})
    assert not accepted["outdated"]


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"title": "x", "left_out": [], "chapters": []},
        {"title": "x", "left_out": [], "chapters": [{"title": "A", "sources": [], "blocks": []}]},
        {"title": "x", "left_out": [], "chapters": [{"title": "A", "sources": ["x"], "blocks": []}]},
        {"title": "x", "left_out": [], "chapters": [{"title": "A", "sources": [], "blocks": [{"kind": "song", "lines": [{"text": "x"}]}]}]},
        {"title": "x", "left_out": [], "chapters": [{"title": "A", "sources": [], "blocks": [{"kind": "narration", "lines": [{"text": " x\ny"}]}]}]},
        {"title": "x", "left_out": [], "chapters": [{"title": "A", "sources": [], "blocks": [{"kind": "narration", "lines": [{"text": "x", "words": [{"start": 0, "end": 9, "spoken": "y", "phonemes": ""}]}]}]}]},
        {"title": "x", "left_out": [], "chapters": [{"title": "A", "sources": [], "blocks": [{"kind": "narration", "lines": [{"text": "x", "silence": 9}]}]}]},
    ],
)  # fmt: skip
def test_what_is_no_script_is_refused_in_one_line(client: Client, workspace: Path, document: object) -> None:
    told = client.told(f"{SMALL}/script")
    answer = client.ask(f"{SMALL}/script", "PUT", {**told, "document": document})
    assert answer.status == 400
    assert "\n" not in answer.json["error"]
    assert not (_scripts(workspace) / "dispatch-007.md").exists()


def test_a_line_is_heard_as_the_build_will_speak_it_and_each_word_has_its_time(client: Client) -> None:
    line = {"text": "Ice is 8 cm thick, and GPT-5.4 melts.", "words": [], "kind": "narration"}
    told = client.told(f"{FEED}/say", "POST", {"line": line})
    answer = client.ask(told["clip"])
    assert answer.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.body)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
        assert any(sound.readframes(sound.getnframes()))
    assert seconds == pytest.approx(told["seconds"])
    heard = [(str(line["text"])[start:end], first, last) for start, end, first, last in told["words"]]
    assert [word[0] for word in heard][:2] == ["Ice", "is"]
    assert {"thick", "and", "melts"} <= {word[0].strip(",.") for word in heard}
    assert [word[1] for word in heard] == sorted(word[1] for word in heard)
    assert 0 <= heard[0][1] <= heard[-1][2] <= seconds + 0.01


def test_the_next_lines_are_spoken_ahead_and_what_was_clicked_comes_first(client: Client) -> None:
    lines = [{"text": f"Line number {n} of many.", "words": [], "kind": "narration"} for n in range(6)]
    client.told(f"{FEED}/ahead", "POST", {"lines": lines})
    told = [client.told(f"{FEED}/say", "POST", {"line": line}) for line in lines]
    assert len({one["clip"] for one in told}) == 6
    again = client.told(f"{FEED}/say", "POST", {"line": lines[0]})
    assert again == told[0]


def test_a_line_that_is_pointed_at_goes_before_those_that_wait_and_takes_none_of_them_away(
    client: Client,
) -> None:
    feed = client.studio.desk.feed("daily-dispatch")
    voice = client.studio.desk.voice(feed)
    say = client.studio.desk.say(feed, voice)
    lines = [Utterance(say(f"Line number {n} of many.", (), "narration")) for n in range(12)]
    asked = [{"text": line.text, "words": [], "kind": "narration"} for line in lines]
    client.told(f"{FEED}/ahead", "POST", {"lines": asked[:-1]})
    client.told(f"{FEED}/ahead", "POST", {"lines": asked[-1:], "first": True})
    until = time.monotonic() + 30
    while not all(line_path(line, voice).exists() for line in lines):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_nothing_is_spoken_ahead_while_somebody_waits_for_a_line(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, begun = threading.Event(), threading.Event()
    spoken: list[str] = []
    really = speak_line

    def slow(line: Utterance, voice: Voice) -> Clip:
        spoken.append(line.text)
        if line.text == "Clicked.":
            begun.set()
            assert goes_on.wait(30)
        return really(line, voice)

    monkeypatch.setattr("dispatch_audio.studio.speaker.speak_line", slow)
    with ThreadPoolExecutor(1) as executor:
        line = {"text": "Clicked.", "words": [], "kind": "narration"}
        told = executor.submit(client.told, f"{FEED}/say", "POST", {"line": line})
        assert begun.wait(30)
        client.told(f"{FEED}/ahead", "POST", {"lines": [{**line, "text": "Ahead."}]})
        # Another click is served meanwhile.
        client.told(f"{FEED}/say", "POST", {"line": {**line, "text": "Clicked too."}})
        assert spoken == ["Clicked.", "Clicked too."]
        goes_on.set()
        told.result()
    client.told(f"{FEED}/say", "POST", {"line": {**line, "text": "Ahead."}})
    assert spoken[2] == "Ahead."


def test_a_voice_is_loaded_once_when_its_page_opens_whatever_is_kept_of_its_lines(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    # The name in the package is the function of the Python interface.
    room = importlib.import_module("dispatch_audio.speak")
    really = room.spoken

    def spoken(task: Task) -> bytes:
        sound: bytes = really(task)
        done.append(task.text)
        return sound

    monkeypatch.setattr(room, "spoken", spoken)
    for _ in range(2):
        client.told(f"{FEED}/warm", "POST", {})
    client.studio.speaker.close()
    assert len(done) == 1


def test_an_online_voice_is_sent_no_line_that_nobody_asked_for(
    workspace: Path, small: Path, edge_service: Any
) -> None:
    (workspace / "voices" / "andrew.toml").write_text(
        'name = "Andrew"\nengine = "edge"\nvoice = "en-US-AndrewNeural"\n', "utf-8"
    )
    guessed, wanted, following = (
        {"text": f"Sentence {name} is read.", "words": [], "kind": "narration"} for name in ("A", "B", "C")
    )
    with running(workspace) as client:
        client.told(f"{FEED}/warm?voice=andrew", "POST", {})
        client.told(f"{FEED}/ahead", "POST", {"lines": [guessed], "guess": True, "voice": "andrew"})
        assert client.told(f"{FEED}/say", "POST", {"line": wanted, "voice": "andrew"})["voice"] == "Andrew"
        assert len(edge_service.requests) == 1
        # What comes next while a line plays is no guess.
        client.told(f"{FEED}/ahead", "POST", {"lines": [following], "guess": False, "voice": "andrew"})
        client.told(f"{FEED}/say", "POST", {"line": following, "voice": "andrew"})
    assert len(edge_service.requests) == 2


def test_two_voices_say_the_same_line_differently(client: Client) -> None:
    line = {"text": "Two things happened today.", "words": [], "kind": "narration"}
    one, other = (client.told(f"{FEED}/say", "POST", {"line": line, "voice": key}) for key in ("tony", "joe"))
    assert (one["voice"], other["voice"]) == ("Tony Tone", "Joe")
    assert one["clip"] != other["clip"]


def test_a_word_tells_how_it_is_read_by_which_rule_and_how_else_it_might_be(client: Client) -> None:
    line = {"text": "NASA saw 58.6% of it with Zechner.", "words": [], "kind": "narration"}

    def readings(written: str, **more: str) -> list[tuple[str, str, str]]:
        told = client.told(f"{FEED}/word", "POST", {"line": line, "written": written, **more})
        return [(one["manner"], one["spoken"], one["rule"]) for one in told["readings"]]

    assert readings("58.6%") == [("as it is", "fifty eight point six percent", "percent")]
    manners = {manner: spoken for manner, spoken, _ in readings("NASA")}
    assert manners["spell"].replace("-", " ") == "N A S A"
    assert readings("Zechner", manner="respelling", said="ZEK-ner")[0][1] == "Zekner"
    assert readings("Zechner", manner="alias", said="the man")[0][1] == "the man"
    assert client.ask(f"{FEED}/word", "POST", {"line": line, "written": "moon"}).status == 400
    assert (
        client.ask(
            f"{FEED}/word", "POST", {"line": line, "written": "Zechner", "manner": "ipa", "said": ""}
        ).status
        == 400
    )
    alone, whole = (
        client.told(f"{FEED}/say", "POST", {"line": line, "written": "Zechner", "manner": "respelling", "said": "ZEK-ner", "alone": alone})
        for alone in (True, False)
    )  # fmt: skip
    assert alone["seconds"] < whole["seconds"]


@pytest.mark.parametrize(("where", "file"), [("feed", "feeds/daily-dispatch/lexicon.toml"), ("voice", "voices/tony.toml")])  # fmt: skip
def test_a_word_settled_for_the_feed_or_the_voice_is_said_so_everywhere(
    client: Client, workspace: Path, where: str, file: str
) -> None:
    before = (workspace / file).read_text("utf-8") if (workspace / file).exists() else ""
    body = {"where": where, "written": "baker", "manner": "alias", "said": "the bread maker"}
    assert client.told(f"{FEED}/settle", "POST", body)["file"] == file
    assert (workspace / file).read_text("utf-8").startswith(before)
    told = client.told(f"{SMALL}/script")
    line = next(line for line in _lines(told["document"]) if line["text"] == "The baker came back.")
    assert [(span["spoken"], span["rule"]) for span in line["spans"]] == [
        ("the bread maker", "lexicon:baker")
    ]
    wrong = {**body, "manner": "alias", "said": " "}
    assert client.ask(f"{FEED}/settle", "POST", wrong).status == 400


def test_choices_that_are_made_the_feeds_keep_the_rest_of_its_file(client: Client, workspace: Path) -> None:
    file = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    before = file.read_text("utf-8")
    client.told(f"{FEED}/choose", "POST", {"narrator": "joe", "length": "3"})
    after = file.read_text("utf-8")
    assert 'narrator = "joe"' in after
    assert "length = 3.0" in after
    assert [line for line in before.splitlines() if "narrator" not in line] == [
        line for line in after.splitlines() if "narrator" not in line and "length" not in line
    ]
    for wrong in ({"narrator": "nobody"}, {"length": "1000"}, {"length": "long"}):
        assert client.ask(f"{FEED}/choose", "POST", wrong).status == 400
    assert file.read_text("utf-8") == after


def test_a_check_tells_the_line_and_the_way_out(client: Client) -> None:
    told = client.told(f"{SMALL}/script")
    line = next(line for line in _lines(told["document"]) if line["text"].startswith("Ice is 8"))
    line["text"] = "Ice is 9 cm thick at the pier, says Zorblax."
    at = _lines(told["document"]).index(line)
    _put(client, told)
    checks = client.told(f"{SMALL}/checks")
    found = [(one["kind"], one["line"]) for one in checks["found"]]
    assert ("number", at) in found
    assert all(one["way_out"] for one in checks["found"])
    assert {"word": "Zorblax", "sound": "Zorblax", "lines": [at]} in checks["words"]


def test_a_name_and_what_it_owns_are_one_word_to_settle(client: Client) -> None:
    told = client.told(f"{SMALL}/script")
    _lines(told["document"])[-2]["text"] = "Zorblax's dog saw Zorblax."
    _lines(told["document"])[-1]["text"] = "Zorblax’s dog barked."
    _put(client, told)
    words = client.told(f"{SMALL}/checks")["words"]
    at = len(_lines(told["document"]))
    assert [(one["word"], one["lines"]) for one in words] == [("Zorblax", [at - 2, at - 1])]


def test_the_difference_to_the_composed_script_is_told(client: Client) -> None:
    assert client.told(f"{SMALL}/diff") == {"diff": "", "saved": False}
    told = client.told(f"{SMALL}/script")
    _lines(told["document"])[-1]["text"] = "Goodbye."
    _put(client, told)
    diff = client.told(f"{SMALL}/diff")["diff"].splitlines()
    assert "+Goodbye." in diff
    assert sum(line.startswith("-") for line in diff) == 2


def test_a_build_tells_how_far_it_is_and_ends_with_the_finished_episode(client: Client, public: Path) -> None:
    told = _built(client)
    assert told["state"] == "done", told
    assert told["result"]["status"] == "built"
    assert all(chapter["spoken"] == chapter["lines"] > 0 for chapter in told["chapters"])
    episode = client.told(f"{SMALL}/episode")
    assert episode["aired"]
    assert episode["current"]
    assert (public / "episodes" / "dispatch-007" / episode["mp3"]).is_file()
    audio = client.ask(f"{SMALL}/audio?name={episode['mp3']}", headers={**client.own, "Range": "bytes=0-99"})
    assert (audio.status, len(audio.body)) == (206, 100)
    assert all(one["passed"] for one in client.told(f"{SMALL}/figures"))
    shape = client.told(f"{SMALL}/waveform")
    assert 0.1 < max(shape["peaks"]) <= 1
    assert len(shape["peaks"]) == len(shape["loudness"]) > 50
    first = episode["cues"][0]["words"][0]
    assert 0 <= first[1] < first[2] < episode["seconds"]


def test_a_build_can_be_stopped_and_public_stays_as_it_was(client: Client, public: Path) -> None:
    client.told(f"{SMALL}/build", "POST", {})
    client.told(f"{SMALL}/build", "DELETE")
    while (told := client.told(f"{SMALL}/build"))["state"] == "running":
        time.sleep(0.05)
    assert told["state"] == "cancelled"
    assert not (public / "episodes" / "dispatch-007").exists()
    assert _built(client)["state"] == "done"


def test_with_review_nothing_airs_that_was_not_approved(
    workspace: Path, small: Path, make: Callable[..., Built], public: Path, run: Callable[..., Any]
) -> None:
    settings = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    settings.write_text(f"{settings.read_text('utf-8')}review = true\n", "utf-8")
    waits = run("build", "small")
    assert waits.code == 0
    assert "waits for an editor's approval" in waits.err
    assert not (public / "feed.xml").exists()
    withheld = workspace / "feeds" / "daily-dispatch" / "withheld" / "dispatch-007"
    before = tree(withheld)
    assert make().waits
    assert tree(withheld) == before, "what waits is not made again"
    with running(workspace) as client:
        assert "waits for approval" in client.ask("/").body.decode()
        episode = client.told(f"{SMALL}/episode")
        assert (episode["aired"], episode["approved"]) == (False, False)
        told = client.told(f"{SMALL}/script")
        _lines(told["document"])[-1]["text"] = "Goodbye."
        _put(client, told)
        refused = client.ask(f"{SMALL}/approve", "POST", {})
        assert refused.status == 400, "what was heard is not what is on the desk"
        assert _built(client)["result"]["waits"]
        assert client.told(f"{SMALL}/approve", "POST", {})["approved"]
        heard = client.told(f"{SMALL}/episode")["mp3"]
        assert _built(client)["result"]["status"] == "built"
        assert client.told(f"{SMALL}/episode")["aired"]
    assert heard in {path.name for path in (public / "episodes" / "dispatch-007").iterdir()}
    assert not withheld.exists()
    assert heard in (public / "feed.xml").read_text("utf-8")
    assert make().status == "unchanged"
    # Another text is not what was approved; listeners keep the one they have.
    file = _scripts(workspace) / "dispatch-007.md"
    file.write_text(file.read_text("utf-8").replace("Goodbye.", "Farewell."), "utf-8")
    assert make().waits
    assert heard in (public / "feed.xml").read_text("utf-8")


def test_an_episode_is_published_when_its_target_has_it_and_not_before(
    workspace: Path, small: Path, built: Built, public: Path, tmp_path: Path
) -> None:
    feed = workspace / "feeds" / "daily-dispatch"
    settings = feed / "feed.toml"
    there = tmp_path / "listeners"
    there.mkdir()
    settings.write_text(f'{settings.read_text("utf-8")}publish = "{there}"\n', "utf-8")
    with running(workspace) as client:
        assert _state(client) == "built"
        waits = _standing(client)
        assert (waits["state"], waits["due"], len(waits["lacks"])) == ("none", True, 1)
        assert "is not in the feed at" in waits["lacks"][0]
        assert waits["lacks"][0] in client.ask("/").body.decode()
        assert client.told(f"{SMALL}/publish", "POST", {})["state"] in ("running", "done")
        sent = _standing(client)
        assert (sent["state"], sent["lacks"]) == ("done", [])
        (target,) = sent["targets"]
        assert target["done"] == target["total"] > 10
        assert (there / "feed.xml").read_bytes() == (public / "feed.xml").read_bytes()
        assert _state(client) == "published"
    # Whoever takes something away there is found out by asking there, and not in a record.
    next(there.glob("episodes/dispatch-007/*.mp3")).unlink()
    with running(workspace) as client:
        assert "is missing" in _standing(client)["lacks"][0]
        assert _state(client) == "built"


def test_a_target_that_cannot_be_reached_is_told_in_a_line_and_keeps_no_page_waiting(
    workspace: Path, small: Path, built: Built
) -> None:
    settings = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    file = workspace / "no-folder"
    file.write_text("", "utf-8")
    settings.write_text(f'{settings.read_text("utf-8")}publish = "{file}/show"\n', "utf-8")
    with running(workspace) as client:
        client.told(f"{SMALL}/publish", "POST", {})
        told = _standing(client)
        assert told["state"] == "failed"
        (target,) = told["targets"]
        assert "no-folder" in target["said"]
        assert "\n" not in target["said"]
        assert told["lacks"]


def test_while_a_target_answers_slowly_the_list_is_there(
    workspace: Path, small: Path, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()

    def slow(*asked: Any) -> Any:
        goes_on.wait(30)
        return standing(*asked)

    monkeypatch.setattr("dispatch_audio.studio.airing.standing", slow)
    workspace.joinpath("there").mkdir()
    settings = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    settings.write_text(f'{settings.read_text("utf-8")}publish = "../../there"\n', "utf-8")
    with running(workspace) as client:
        page = client.ask("/").body.decode()
        assert "the target is being asked for it" in page
        assert client.told(f"{SMALL}/publish")["lacks"] is None
        goes_on.set()
        assert "is not in the feed at" in _standing(client)["lacks"][0]
        told = client.told(f"{FEED}/states")["dispatch-007"]
        assert (told["state"], told["asking"]) == ("built", False)


def test_what_is_not_in_public_cannot_be_published(client: Client, workspace: Path) -> None:
    assert client.ask(f"{SMALL}/publish", "POST", {}).status == 400
    settings = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    settings.write_text(f'{settings.read_text("utf-8")}publish = "../there"\n', "utf-8")
    answer = client.ask(f"{SMALL}/publish", "POST", {})
    assert answer.status == 400
    assert "was built yet" in answer.json["error"]


def _standing(client: Client) -> Any:
    """What the target lacks, once it has answered."""
    while (told := client.told(f"{SMALL}/publish"))["state"] == "running" or told["lacks"] is None:
        time.sleep(0.05)
    return told


def _state(client: Client) -> str:
    """The small dispatch's in the list."""
    while (told := client.told(f"{FEED}/states")["dispatch-007"])["asking"]:
        time.sleep(0.05)
    return str(told["state"])


def test_the_list_tells_the_state_of_each_dispatch(
    workspace: Path, built: Built, run: Callable[..., Any]
) -> None:
    folder = workspace / "feeds" / "daily-dispatch"
    small = folder / "dispatches" / "small.txt"
    assert run("script", "dispatch-002", "--save").code == 0
    other = folder / "dispatches" / "dispatch-002.txt"
    other.write_text(other.read_text("utf-8").replace("Catches Fire", "Burns"), "utf-8")
    (folder / "dispatches" / "third.txt").write_text(
        small.read_text("utf-8").replace("Dispatch 7", "Dispatch 8"), "utf-8"
    )
    (folder / "dispatches" / "broken.txt").write_text("nothing\n", "utf-8")
    with running(workspace) as client:
        page = client.ask("/").body.decode()
        states = [part.split("<")[0] for part in page.split('<span class="state ')[1:]]
        assert sorted(state.split('">')[1] for state in states) == [
            "new",
            "published",
            "script saved",
            "unreadable",
        ]
        assert "the dispatch has changed since its script was saved" in page
        assert "since it was built" not in page
        small.write_text(small.read_text("utf-8").replace("8 cm", "9 cm"), "utf-8")
        assert "what the episode is made from has changed since it was built" in client.ask("/").body.decode()


def _many(workspace: Path, count: int, sources: int) -> None:
    folder = workspace / "feeds" / "daily-dispatch" / "dispatches"
    folder.joinpath("dispatch-002.txt").unlink()
    for n in range(count):
        day = f"2026-{1 + n // 28:02d}-{1 + n % 28:02d}"
        whole = {
            "title": f"Day {n}",
            "date": day,
            "number": 100 + n,
            "summary": "Much happened.",
            "sections": [{"title": "News", "teaser": "All of it", "sources": [*range(1, sources + 1)]}],
            "sources": [
                {
                    "number": i,
                    "title": f"Thing {i} of day {n}",
                    "kind": "Article",
                    "author": "Ann Example",
                    "link": f"https://example.org/{n}/{i}",
                    "cited_text": f"Thing {i} happened to {i + 20} people on the day.",
                    "context": "It matters to many.",
                    "key_points": [f"{i + 20} people saw it", "Nobody was hurt at the pier"],
                }
                for i in range(1, sources + 1)
            ],
        }
        folder.joinpath(f"day-{n:03d}.json").write_text(json.dumps(whole), "utf-8")


def test_fifty_dispatches_of_sixty_sources_stay_quick(workspace: Path) -> None:
    _many(workspace, 50, 60)
    with running(workspace) as client:
        assert client.ask("/").body.decode().count('class="dispatch"') == 50
        spent = time.process_time()
        for _ in range(3):
            assert client.ask("/").status == 200
            assert client.ask("/feeds/daily-dispatch/dispatch-120").status == 200
        # Processor time, which other work on the machine does not lengthen as it does the clock's.
        assert (time.process_time() - spent) / 6 < 0.3


def test_a_studio_of_one_feed_shows_no_other(workspace: Path, small: Path) -> None:
    other = workspace / "feeds" / "other"
    shutil.copytree(workspace / "feeds" / "daily-dispatch", other)
    with running(workspace, "daily-dispatch") as client:
        assert client.ask(f"{SMALL}/version").status == 200
        assert client.ask("/api/feeds/other/dispatch-007/version").status == 400
        assert "feeds/other" not in client.ask("/").body.decode()
    with running(workspace) as client:
        assert client.ask("/api/feeds/other/dispatch-007/version").status == 200
    assert SAMPLE.exists()


def test_what_was_not_heard_is_listed_with_its_line_until_the_line_is_another(
    client: Client, workspace: Path
) -> None:
    lines = [line["text"] for line in _lines(client.told(f"{SMALL}/script")["document"])]
    at = next(at for at, line in enumerate(lines) if "Ann Example reports" in line)
    missed = [{"kind": "name", "written": "Harbour Post", "heard": "harbour boast"}]
    rows = [{"written": lines[at], "missed": missed}, {"written": "A line of before.", "missed": missed}]
    heard = workspace / "feeds" / "daily-dispatch" / "heard" / "dispatch-007.json"
    heard.parent.mkdir()
    heard.write_text(json.dumps({"recogniser": "tiny.en", "lines": rows}), encoding="utf-8")
    found = [one for one in client.told(f"{SMALL}/checks")["found"] if one["kind"] == "not heard"]
    assert [(one["line"], one["words"], one["grave"]) for one in found] == [(at, "Harbour Post", False)]
    assert "harbour boast" in found[0]["detail"]
    heard.write_text("[", encoding="utf-8")
    assert not [one for one in client.told(f"{SMALL}/checks")["found"] if one["kind"] == "not heard"]
