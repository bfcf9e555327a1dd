"""The command line's promises: names, JSON keys, exit codes, one clear line for what went wrong."""

import datetime
import importlib
import json
import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dispatch_audio import cli
from dispatch_audio.build import Built
from dispatch_audio.checks.finding import Finding
from dispatch_audio.fidelity import Fault
from dispatch_audio.site import server
from dispatch_audio.workspace import Workspace
from dispatch_audio.workspace.starter import show_guid
from samples import REPOSITORY, SMALL, tree

build_room = importlib.import_module("dispatch_audio.build")
"""By this way, since its name is a public function's too."""
Run = Callable[..., Any]


def _fresh(*words: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, as a user starts one."""
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_a_module_and_helps_itself(run: Run, name: str) -> None:
    importlib.import_module(f"dispatch_audio.commands.{name}")
    ran = run(name, "--help")
    assert ran.code == 0
    assert f"dispatch-audio {name}" in ran.out


def test_every_module_of_commands_that_has_arguments_is_listed() -> None:
    files = (REPOSITORY / "src" / "dispatch_audio" / "commands").glob("*.py")
    modules = {file.stem for file in files if "def run(args" in file.read_text("utf-8")}
    assert modules == set(cli.COMMANDS)


@pytest.mark.parametrize(
    "words", [["--help"], *([name, "--help"] for name in cli.COMMANDS)], ids=lambda words: words[0]
)
def test_help_loads_no_model_and_no_audio_library(words: list[str]) -> None:
    heavy = [
        "av",
        "numpy",
        "onnxruntime",
        "kokoro_onnx",
        "piper",
        "pydub",
        "spacy",
        "feedgen",
        "mutagen",
        "PIL",
        "starlette",
        "pydantic",
        "rich",
        "huggingface_hub",
    ]
    program = (
        "import sys; from dispatch_audio.cli import main; code = main(sys.argv[1:]);"
        f"sys.exit(code or ','.join(name for name in {heavy!r} if name in sys.modules) or None)"
    )
    ran = _fresh("-c", program, *words)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["build"],
        ["script", "--no-such"],
        ["serve", "--port", "x"],
        ["serve", "--port", "99999"],
    ],
)
def test_wrong_usage_is_two(run: Run, words: list[str]) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert "usage:" in ran.err
    assert ran.out == ""


def test_version(run: Run) -> None:
    assert run("--version").out == "dispatch-audio 0.1.0\n"


def test_script_gives_chapters_with_what_is_written_and_what_is_said(run: Run, small: Path) -> None:
    ran = run("script", "small", "--json")
    assert (ran.code, ran.err) == (0, "")
    script = json.loads(ran.out)
    assert set(script) == {"chapters"}
    assert {"title", "sources", "utterances"} == set(script["chapters"][1])
    lines = [line for chapter in script["chapters"] for line in chapter["utterances"]]
    assert {frozenset(line) for line in lines} == {frozenset({"text", "spoken", "sources"})}
    assert any("8 cm" in line["text"] and "eight centimeters" in line["spoken"] for line in lines)
    assert {number for chapter in script["chapters"] for number in chapter["sources"]} == {1, 2}


def test_script_writes_for_people_to_stdout_or_a_file(run: Run, small: Path, tmp_path: Path) -> None:
    shown = run("script", str(small)).out
    assert shown.startswith("---\ndispatch: small.txt\nmade from: sha256 ")
    assert "\n# A Small Day\n" in shown
    assert run("script", "small.txt", "-o", str(tmp_path / "out.md")).out == ""
    assert (tmp_path / "out.md").read_text("utf-8") == shown


def test_script_lists_the_words_that_the_voice_must_guess(run: Run, workspace: Path) -> None:
    ran = run("script", "dispatch-002", "--words")
    assert (ran.code, ran.err) == (0, "")
    listed = dict(line.split("\t", 1) for line in ran.out.splitlines())
    assert "Heinemeier" in listed
    assert "agents" not in listed
    (told,) = (
        t
        for t in map(json.loads, run("script", "dispatch-002", "--words", "--json").out.splitlines())
        if t["word"] == "Mollick"
    )
    assert set(told) == {"word", "guess", "times", "text"}
    (workspace / "feeds" / "daily-dispatch" / "lexicon.toml").write_text(
        '"Heinemeier" = "Hine-uh-my-er"\n', encoding="utf-8"
    )
    assert "Heinemeier\t" not in run("script", "dispatch-002", "--words").out


def test_spoken_reads_words_or_lines_of_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("spoken", "58.6%", "of 12").out == "fifty eight point six percent of twelve\n"
    monkeypatch.setattr("sys.stdin", iter(["5km\n", "\n", "1,000\n"]))
    assert run("spoken").out == "five kilometers\n\none thousand\n"
    told = json.loads(run("spoken", "--json", "up 5%").out)
    assert told["spoken"] == "up five percent"
    assert "".join(span["written"] for span in told["spans"]) == "up 5%"


def test_spoken_explains_which_rule_reads_which_words(run: Run) -> None:
    told = run("spoken", "--explain", "Up 5% on SWE-Bench today").out.splitlines()
    assert told[0] == "Up five percent on Swe Bench today"
    assert told[1] == "    5% -> five percent, percent"
    assert told[2].startswith("    SWE-Bench -> Swe Bench /")
    assert told[2].endswith("/, lexicon:SWE-Bench")
    assert len(told) == 3


def test_spoken_works_where_there_is_no_workspace(run: Run, tmp_path: Path) -> None:
    assert run("spoken", "--workspace", str(tmp_path), "5km").out == "five kilometers\n"


def test_build_tells_of_each_episode_in_promised_keys(run: Run, small: Path, workspace: Path) -> None:
    ran = run("build", "small", "--json")
    assert ran.code == 0
    told = json.loads(ran.out)
    assert set(told) == {"slug", "mp3", "duration_s", "chapters", "engine", "status"}
    assert (told["slug"], told["engine"], told["status"]) == ("dispatch-007", "tone", "built")
    assert (workspace / told["mp3"]).is_file()
    assert not Path(told["mp3"]).is_absolute()
    assert json.loads(run("build", "small", "--json").out) == {**told, "status": "unchanged"}


def test_build_uses_the_voice_that_is_asked_for(run: Run, small: Path, workspace: Path) -> None:
    (workspace / "voices" / "tina.toml").write_text('name = "Tina Tone"\nengine = "tone"\n')
    run("build", "small", "--voice", "tina")
    manifest = json.loads(next(workspace.glob("feeds/*/public/episodes/*/episode.json")).read_text("utf-8"))
    assert manifest["narrator"] == "Tina Tone"
    assert "Tina Tone" in run("script", "small", "--voice", "tina").out


def test_of_several_dispatches_each_is_tried_and_failure_outranks_the_rest(
    run: Run, built: Built, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "bad.txt").write_text("nothing of use", encoding="utf-8")
    ran = run("build", "bad.txt", "small", "none", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["status"] == "unchanged"
    told = [line for line in ran.err.splitlines() if line.startswith("dispatch-audio: ")]
    assert len(told) == 2
    assert "bad.txt:1: has no header" in told[0]
    assert "no file 'none'" in told[1]


def test_a_withheld_episode_is_three_and_says_why(
    run: Run, small: Path, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = Finding("loudness", "dispatch-007", False, "-30.0 LUFS, -16 wanted")
    monkeypatch.setattr(build_room, "check_episode", lambda folder, manifest: (bad,))
    ran = run("build", "small", "--json")
    assert ran.code == 3
    assert json.loads(ran.out)["status"] == "withheld"
    assert "dispatch-007: loudness: -30.0 LUFS, -16 wanted" in ran.err
    assert not public.exists()


def test_a_script_that_is_not_true_is_three_and_says_why(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = Fault("number", "80 cm", "Harbour news", 4, "not in source 1")
    monkeypatch.setattr(build_room, "faults", lambda script, dispatch, show, *, edited: (bad,))
    ran = run("script", "small", "--json")
    assert ran.code == 3
    assert json.loads(ran.out)["chapters"]
    assert "dispatch-007: fidelity: Harbour news, line 5: number: 80 cm: not in source 1" in ran.err
    ran = run("build", "small", "--json")
    assert ran.code == 3
    assert json.loads(ran.out) == {
        "slug": "dispatch-007", "mp3": None, "duration_s": None, "chapters": None, "engine": None, "status": "withheld",
    }  # fmt: skip
    assert "withheld before it was spoken" in run("build", "small").out


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(range(256)) * 99,
        SMALL.encode("utf-16"),
        b"x" * 10_000_000,
        b"<!doctype html><html><body>404 Not Found</body></html>",
        "Dispatch 7 · 2026-05-06\nA Small Day\n".encode(),
    ],
    ids=["empty", "random", "utf-16", "one line of 10 MB", "error page", "cut after its title"],
)
def test_bad_input_is_one_line_and_leaves_public_as_it_was(
    run: Run, built: Built, public: Path, small: Path, data: bytes
) -> None:
    before = tree(public)
    small.write_bytes(data)
    ran = run("build", "small")
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.splitlines()
    assert line.startswith("dispatch-audio: ")
    assert "small.txt" in line
    assert tree(public) == before


def test_check_is_done_when_all_is_right_and_three_when_not(run: Run, built: Built) -> None:
    ran = run("check", "--json")
    assert ran.code == 0
    assert all(json.loads(line)["passed"] for line in ran.out.splitlines())
    (built.folder / built.manifest.enclosure.name).unlink()
    ran = run("check")
    assert ran.code == 3
    assert "FAILED\tdispatch-007\tenclosure\t" in ran.out


def test_voices_lists_and_says(run: Run, workspace: Path) -> None:
    assert (
        run("voices").out == "joe: Joe, piper, pace 1, installed\ntony: Tony Tone, tone, pace 2, installed\n"
    )
    assert json.loads(run("voices", "--json").out.splitlines()[1])["engine"] == "tone"
    ran = run("voices", "say", "Good morning.", "--voice", "tony", "-o", "hello.wav")
    assert ran.code == 0
    with wave.open(str(workspace / "hello.wav")) as stream:
        assert stream.getnframes() > 1000


def test_voices_tempo_tells_the_line_of_the_profile(run: Run, workspace: Path) -> None:
    assert run("voices", "tempo").out == "tempo = 1.00\n"
    assert json.loads(run("voices", "tempo", "--voice", "tony", "--json").out) == {
        "voice": "tony",
        "tempo": 1.0,
    }


def test_voices_tells_who_reads_quotations(run: Run, workspace: Path) -> None:
    with (workspace / "voices" / "tony.toml").open("a") as file:
        file.write('quotes = "joe"\n')
    assert run("voices").out.splitlines()[1] == (
        "tony: Tony Tone, tone, pace 2, quotations read by joe, installed"
    )
    listed = [json.loads(line)["quotes"] for line in run("voices", "--json").out.splitlines()]
    assert listed == ["joe", "joe"]


def test_init_writes_a_workspace_that_builds_with_a_guid_of_its_own(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("init", str(tmp_path / name)).code == 0
    first, second = (Workspace(tmp_path / name).feed(None).settings.guid for name in ("a", "b"))
    assert first != second
    assert Workspace(tmp_path / "a").voice("lenar-kess").profile.engine == "kokoro"
    assert run("script", "dispatch-002", "--workspace", str(tmp_path / "a")).code == 0


def test_init_never_overwrites(run: Run, tmp_path: Path) -> None:
    run("init", str(tmp_path / "a"))
    before = tree(tmp_path / "a")
    ran = run("init", str(tmp_path / "a"))
    assert ran.code == 1
    assert "is there already" in ran.err
    assert tree(tmp_path / "a") == before


@pytest.mark.parametrize("url", ["not a url", 'https://x.org/a"b', "https://x.org/\\q", "ftp://x.org/"])
def test_init_refuses_an_address_that_is_none(run: Run, tmp_path: Path, url: str) -> None:
    ran = run("init", str(tmp_path / "a"), "--base-url", url)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "base_url: " in ran.err
    assert not (tmp_path / "a").exists()


def test_output_goes_only_into_a_folder_that_is_there(run: Run, small: Path, tmp_path: Path) -> None:
    ran = run("script", "small", "-o", str(tmp_path / "no" / "such" / "x.md"))
    assert ran.code == 1
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("name", ["", "x" * 5000, "nul\0", "feeds"])
def test_a_name_that_is_no_dispatch_is_one_clear_line(run: Run, name: str) -> None:
    ran = run("script", name)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "fault of ours" not in ran.err


def test_results_are_utf8_whatever_the_console_knows(workspace: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    words = [sys.executable, "-m", "dispatch_audio", "script", "dispatch-002"]
    ran = subprocess.run(words, cwd=workspace, env=environment, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0
    assert "déjà" in ran.stdout.decode("utf-8")


def test_a_full_disk_for_the_output_is_told(workspace: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has /dev/full")
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "dispatch_audio", "spoken", "hello"]
        ran = subprocess.run(
            words, cwd=workspace, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert ran.returncode == 1
    assert ran.stderr.decode().splitlines() == ["dispatch-audio: the output: No space left on device"]


def test_a_shows_guid_follows_the_podcast_namespace() -> None:
    # The example of the specification: UUIDv5 of mp3s.nashownotes.com/pc20rss.xml.
    assert show_guid("https://podcast.example.org/") == show_guid("http://podcast.example.org")
    assert show_guid("") != show_guid("")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('narrator = "tony"', 'narator = "tony"', "narator: no such key; did you mean narrator?"),
        ('timezone = "UTC"', 'timezone = "Mars"', "timezone: no time zone is called 'Mars'"),
        ('email = "desk@example.org"', 'email = "desk"', "owner.email: "),
        ('title = "The Daily Dispatch"\n', "", "title: is missing"),
        ('language = "en-us"', 'language = "fr"', "language: "),
        (
            '"Tech News"',
            '"Tech Newz"',
            "category: News > Tech Newz is not in Apple's list, which has Tech News",
        ),
        ('["News", "Tech News"]', '"Nonsense"', "category: Nonsense is not in Apple's list"),
        ("title =", "title", "feed.toml:4: is not TOML"),
    ],
)
def test_a_setting_that_is_wrong_is_told_with_its_key(
    run: Run, workspace: Path, old: str, new: str, said: str
) -> None:
    path = workspace / "feeds" / "daily-dispatch" / "feed.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    ran = run("script", "dispatch-002")
    assert ran.code == 1
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


def test_all_faults_of_a_file_are_told_at_once(run: Run, workspace: Path) -> None:
    (workspace / "voices" / "bad.toml").write_text(
        'name = ""\nengine = "tone"\npace = 9\n[pauses]\nsentense = 1\n'
    )
    ran = run("voices", "say", "x", "--voice", "bad")
    assert ran.code == 1
    assert all(
        key in ran.err
        for key in ("bad.toml: ", "name: ", "pace: ", "pauses.sentense: no such key; did you mean sentence?")
    )


def test_a_folder_that_is_no_workspace_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    ran = run("build", "x", "--workspace", str(tmp_path))
    assert ran.code == 1
    assert "`dispatch-audio init` makes a workspace" in ran.err


def test_several_feeds_must_be_chosen_from(run: Run, workspace: Path) -> None:
    shutil.copytree(workspace / "feeds" / "daily-dispatch", workspace / "feeds" / "other")
    assert "choose with --feed" in run("script", "dispatch-002").err
    assert run("script", "dispatch-002", "--feed", "other").code == 0


def test_a_fault_of_ours_is_one_line_and_keeps_the_traceback(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(build_room, "refuse_twins", broken)
    ran = run("build", "small")
    assert ran.code == 1
    (line,) = (line for line in ran.err.splitlines() if "fault of ours" in line)
    kept = Path(line.rpartition("with ")[2].rstrip(")"))
    assert "ZeroDivisionError: oh" in kept.read_text("utf-8")
    kept.unlink()


def test_a_future_episode_is_built_and_waits(run: Run, small: Path, public: Path) -> None:
    later = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=3)
    small.write_text(SMALL.replace("2026-05-06", later.isoformat()), encoding="utf-8")
    ran = run("build", "small")
    assert ran.code == 0
    assert f"in the feed from {later}T06:00:00+00:00" in ran.out
    assert "<item>" not in (public / "feed.xml").read_text("utf-8")


def test_serve_shows_one_feed_at_the_root_and_several_by_their_names(
    run: Run, built: Built, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve(feeds: list[server.Served], port: int, *, ready: Callable[[tuple[str, ...]], None]) -> None:
        assert port == 0
        ready(server.addresses(feeds, "http://127.0.0.1:9/"))

    monkeypatch.setattr(server, "serve", serve)
    root = "http://127.0.0.1:9/"
    assert run("serve", "--port", "0").out == f"page: {root}\nfeed: {root}feed.xml\n"
    feeds = workspace / "feeds"
    shutil.copytree(feeds / "daily-dispatch", feeds / "weekly")
    assert run("serve", "--port", "0").out == (
        f"daily-dispatch page: {root}daily-dispatch/\ndaily-dispatch feed: {root}daily-dispatch/feed.xml\n"
        f"weekly page: {root}weekly/\nweekly feed: {root}weekly/feed.xml\n"
    )
    assert run("serve", "--port", "0", "--feed", "weekly").out == f"page: {root}\nfeed: {root}feed.xml\n"
    ran = run("serve", "--feed", "monthly")
    assert (ran.code, ran.out) == (1, "")
    assert "has no feed 'monthly'" in ran.err


def test_serve_without_any_feed_is_one_clear_line(run: Run, workspace: Path) -> None:
    shutil.rmtree(workspace / "feeds")
    ran = run("serve")
    assert (ran.code, ran.out) == (1, "")
    assert "has no feeds/<name>/feed.toml" in ran.err
