"""Who is let in: a browser with the run's pass, from the studio's own pages, and nobody else."""

from pathlib import Path

import pytest
from studio_samples import HOST, SMALL, Client

from dispatch_audio.studio.guard import LARGEST

PAGES = ("/", "/feeds/daily-dispatch/dispatch-007", "/static/main.js", f"{SMALL}/script", "/nothing")


@pytest.mark.parametrize("path", PAGES)
def test_without_the_pass_nothing_is_shown(client: Client, path: str) -> None:
    for cookie in ({}, {"Cookie": f"{client.studio.own.cookie}=wrong"}, {"Cookie": "a; b=;;"}):
        answer = client.ask(path, headers={"Host": f"{HOST}:{client.port}", **cookie})
        assert answer.status == 403
        assert b"Small" not in answer.body


@pytest.mark.parametrize("path", PAGES)
def test_another_name_for_this_machine_is_refused(client: Client, path: str) -> None:
    for host in ("evil.example", f"evil.example:{client.port}", HOST, f"{HOST}.evil.example:{client.port}"):
        assert client.ask(path, headers={**client.own, "Host": host}).status == 421
    assert client.ask(path, headers={k: v for k, v in client.own.items() if k != "Host"}).status in (400, 421)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_another_site_changes_nothing(client: Client, workspace: Path, method: str) -> None:
    path = f"{SMALL}/{'script' if method == 'PUT' else 'build'}"
    origins = (
        "https://evil.example",
        "null",
        f"http://{HOST}:{client.port + 1}",
        f"https://{HOST}:{client.port}",
    )
    for origin in origins:
        assert client.ask(path, method, {}, {**client.own, "Origin": origin}).status == 403
    bare = {name: value for name, value in client.own.items() if name != "Origin"}
    assert client.ask(path, method, {}, bare).status == 403
    for site in ("cross-site", "same-site"):
        assert client.ask(path, method, {}, {**client.own, "Sec-Fetch-Site": site}).status == 403
    assert not (workspace / "feeds" / "daily-dispatch" / "scripts").exists()
    assert client.told(f"{SMALL}/build") == {"state": "none"}


def test_another_site_reads_nothing_though_a_browser_sends_it_the_cookie(client: Client) -> None:
    bare = {name: value for name, value in client.own.items() if name != "Origin"}
    asked = {**bare, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.ask(f"{SMALL}/script", headers=asked).status == 403
    # A link to the studio that is followed is an opening of the page, and shows it to who has the pass.
    followed = {**bare, "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"}
    assert client.ask("/", headers=followed).status == 200


def test_the_address_carries_the_pass_once_and_a_cookie_keeps_it_from_scripts_and_other_sites(
    client: Client,
) -> None:
    host = {"Host": f"{HOST}:{client.port}"}
    path = client.studio.own.opening_url.removeprefix(f"http://{HOST}:{client.port}")
    answer = client.ask(path, headers=host)
    assert answer.status == 200
    cookie = answer.headers["set-cookie"]
    assert f"{client.port}=" in cookie
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {
        "httponly",
        "path=/",
        "samesite=strict",
    }
    assert client.studio.own.token not in answer.body.decode()
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert client.ask("/open?token=guess", headers=host).status == 403


def test_two_runs_have_different_passes(client: Client) -> None:
    from dispatch_audio.studio.guard import Pass

    own_url = client.studio.own.own_url
    assert Pass(own_url).token != Pass(own_url).token
    assert Pass(own_url).token not in repr(client.studio)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_foreign_scripts_frames_and_guesses(client: Client, path: str) -> None:
    headers = client.ask(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_no_page_has_a_script_or_a_style_inside(client: Client) -> None:
    import re

    for path in PAGES[:2]:
        page = client.ask(path).body.decode()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/daily-dispatch/..%2f..%2ffeed.toml",
        "/feeds/..%2fdaily-dispatch/dispatch-007",
        "/feeds/daily-dispatch/small",
        "/static/..%2fapp.py",
        "/static/app.py",
        "/api/clips/..%2f..%2fsecret.wav",
        "/api/clips/" + "0" * 64 + ".wav",
        "/api/feeds/nowhere/dispatch-007/script",
        "/api/feeds/daily-dispatch/dispatch-007/audio?name=../../feed.toml",
    ],
)
def test_what_is_named_by_no_feed_and_slug_is_not_there(client: Client, path: str) -> None:
    answer = client.ask(path)
    assert answer.status in (400, 404)
    assert b"guid" not in answer.body


def test_a_request_that_is_too_large_is_not_read(client: Client) -> None:
    headers = {**client.own, "Content-Length": str(LARGEST + 1)}
    assert client.ask(f"{SMALL}/script", "PUT", None, headers).status in (400, 413)
    assert client.ask(f"{SMALL}/script", "PUT", {}).status != 413


def test_the_text_of_a_dispatch_is_text_on_every_page(client: Client, small: Path) -> None:
    hurt = '<img src=x onerror="alert(1)">'
    text = small.read_text("utf-8").replace("A Small Day", f"A {hurt} Day")
    small.write_text(text, "utf-8")
    for path in ("/", "/feeds/daily-dispatch/dispatch-007"):
        page = client.ask(path).body.decode()
        assert hurt not in page
        assert "&lt;img" in page
