"""`dispatch-audio publish`, its settings, and what must be seen nowhere."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from publish_samples import Place, Show

from dispatch_audio.publish import targets
from dispatch_audio.publish.faults import shown
from samples import tree

Run = Callable[..., Any]
MARK = "MARKED-hunter2-0123456789"


def test_each_target_has_its_line(run: Run, show: Show, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    show.set(f"publish = ['{tmp_path / 'one'}', '{tmp_path / 'two'}']")
    wanted = tree(show.public)
    size = sum(map(len, wanted.values()))
    ran = run("publish")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "".join(
        f"{tmp_path / name}: {len(wanted)} sent ({size:,} bytes), 0 unchanged, 0 deleted\n"
        for name in ("one", "two")
    )
    assert run("publish").out.splitlines()[1] == (
        f"{tmp_path / 'two'}: 0 sent (0 bytes), {len(wanted)} unchanged, 0 deleted"
    )


def test_machines_get_an_object_a_target(run: Run, show: Show, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    show.set(f"publish = '{tmp_path / 'www'}'")
    count, size = len(tree(show.public)), sum(map(len, tree(show.public).values()))
    told = {"target": str(tmp_path / "www"), "sent": count, "bytes": size, "unchanged": 0, "deleted": 0}
    assert json.loads(run("publish", "--dry-run", "--json").out) == {**told, "dry_run": True}
    assert list((tmp_path / "www").iterdir()) == []
    assert json.loads(run("publish", "--prune", "--json").out) == {**told, "dry_run": False}


def test_a_target_that_fails_does_not_keep_the_others(run: Run, show: Show, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    show.set(f"publish = ['{tmp_path / 'not there'}', '{tmp_path / 'www'}']")
    ran = run("publish")
    assert ran.code == 1
    assert (
        ran.err
        == f"dispatch-audio: {tmp_path / 'not there'}: there is no such folder (make it, or mount it)\n"
    )
    assert ran.out.startswith(f"{tmp_path / 'www'}: ")


def test_a_folder_is_told_from_the_feeds_own(run: Run, show: Show) -> None:
    (show.root / "site").mkdir()
    show.set('publish = "../../site"')
    assert run("publish").code == 0
    assert (show.root / "site" / "feed.xml").is_file()


@pytest.mark.parametrize("target", ["public", "public/episodes", "../daily-dispatch/public"])
def test_public_is_not_published_into_itself(run: Run, show: Show, target: str) -> None:
    show.set(f'publish = "{target}"')
    ran = run("publish")
    assert ran.code == 1
    assert "is in the feed's own public/ (name a folder elsewhere)" in ran.err


def test_without_a_target_the_way_out_is_told(run: Run, show: Show) -> None:
    ran = run("publish")
    assert ran.code == 1
    assert "feed.toml: publish: names no target (write publish =" in ran.err


def test_a_target_makes_no_episode_anew(run: Run, show: Show) -> None:
    show.set('publish = "s3://bucket/show"')
    assert ": unchanged" in run("build", "small").out


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"s3://key:{MARK}@bucket/show", "holds a password or a key, which must not stand in feed.toml"),
        (f"s3://{MARK}@bucket/show", "holds a password or a key"),
        (f"sftp://www:{MARK}@example.org/srv", "holds a password or a key"),
        (f"s3://bucket/show?secret={MARK}", "must be an address without ? and #"),
        (f"sftp://example.org/srv#{MARK}", "must be an address without ? and #"),
        (f"filecache::s3://{MARK}/show", "must be one address"),
        (f"://{MARK}", "must be one address"),
        (f"s3://[{MARK}/x", "names no bucket or host"),
        ("s3:///show", "names no bucket or host"),
        ("", "must be a folder, or an address"),
        (f"s3://bucket/{MARK}\\u0000", "must be a folder, or an address"),
    ],
)
def test_an_address_that_holds_a_secret_is_refused_and_not_repeated(
    run: Run, show: Show, address: str, said: str
) -> None:
    show.set(f'publish = "{address}"')
    ran = run("publish")
    assert ran.code == 1
    assert f"feed.toml: publish.0: {said}" in ran.err
    assert "MARKED" not in ran.err + ran.out


def test_where_secrets_go_is_told(run: Run, show: Show) -> None:
    show.set('publish = "s3://a:b@bucket"')
    assert "it comes from the environment, ~/.aws, or ssh's configuration and agent" in run("publish").err


@pytest.mark.parametrize("scheme", ["nosuch", "github"])
def test_what_is_not_installed_or_not_written_to_is_told(run: Run, show: Show, scheme: str) -> None:
    show.set(f'publish = "{scheme}://example.org/show"')
    ran = run("publish")
    assert ran.code == 1
    assert ran.err.startswith(f"dispatch-audio: {scheme}://example.org/show: ")
    assert "Traceback" not in ran.err
    assert "a fault of ours" not in ran.err


@pytest.mark.parametrize(("address", "module"), [("s3://bucket", "s3fs"), ("sftp://host/x", "paramiko")])
def test_an_extra_that_is_missing_is_named(
    run: Run, show: Show, monkeypatch: pytest.MonkeyPatch, address: str, module: str
) -> None:
    scheme = address.partition(":")[0]
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, f"dispatch_audio.publish.targets.{scheme}", raising=False)
    monkeypatch.delattr(targets, scheme, raising=False)
    show.set(f'publish = "{address}"')
    ran = run("publish")
    assert ran.code == 1
    assert f"{module} (pip install 'dispatch-audio[{scheme}]')" in ran.err


def test_no_secret_is_in_a_log_an_error_or_a_file(
    bucket: Place,
    show: Show,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """With everything logged that is ever logged, through what goes well, what passes and what fails."""
    names = ("FSSPEC_SFTP_PASSWORD", "MY_API_KEY", "SMTP_PASSWORD")
    for name in names:
        monkeypatch.setenv(name, MARK)
    caplog.set_level(logging.INFO)
    show.set(f'publish = "{bucket.address}"')
    bucket.line.breaks("500", 2, match=b"PUT ")
    ran = [run("publish", "-v"), run("publish", "--json")]
    bucket.line.breaks("refuse", 1000)
    ran.append(run("publish", "-v"))
    bucket.line.breaks("")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://user:{MARK}@127.0.0.1:{bucket.line.port}")
    ran.append(run("publish", "-v"))
    assert [one.code for one in ran] == [0, 0, 1, 1]
    said = caplog.text + "".join(one.out + one.err for one in ran)
    files = {**bucket.files(), **tree(show.root)}
    assert "MARKED" not in said
    assert [name for name, data in files.items() if b"MARKED" in data] == []


def test_what_a_library_says_is_shown_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", MARK)
    monkeypatch.setenv("MY_TOKEN", "abc")
    said = shown(OSError(f"no\n way: {MARK} at https://user:pass@example.org/x, abc"))
    assert said == "no way: [secret] at https://example.org/x, abc"


def test_a_folder_needs_no_library_of_a_store(show: Show, folder: Place) -> None:
    """And none is imported for it: a nightly run starts as fast as before."""
    show.set(f"publish = '{folder.address}'")
    script = (
        "import sys; from dispatch_audio.cli import main; code = main(sys.argv[1:]); "
        "print(code, sorted({'fsspec', 's3fs', 'paramiko', 'botocore'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, "publish", "--workspace", str(show.root)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "0 []"
