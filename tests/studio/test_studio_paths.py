"""No request of who has the pass leads out of what the studio shows: asked over bare sockets, as no client would send it."""

from pathlib import Path

import pytest
from site_serving import raw
from studio_samples import Client

SECRET = b"a secret that the studio does not show"
FEED, API = b"/feeds/daily-dispatch/", b"/api/feeds/daily-dispatch/"

WAYS_OUT = tuple(
    before + out
    for before in (b"/", b"/static/", b"/api/clips/", b"/feeds/", FEED, API, FEED + b"dispatch-007/", API + b"dispatch-007/")
    for out in (
        b"../../secret.txt", b"..%2f..%2fsecret.txt", b"%2e%2e/%2e%2e/secret.txt", b"%252e%252e%252fsecret.txt",
        b"..\\..\\secret.txt", b"..%5c..%5csecret.txt", b"%c0%ae%c0%ae%c0%afsecret.txt", b"/etc/passwd", b"%2fetc%2fpasswd",
        b"secret.txt%00.js", b"%00", b"a" * 4000, b"../" * 3000 + b"etc/passwd", b"file:///etc/passwd", b"C:%5csecret.txt",
        b"dispatch-007%2f..%2f..%2f..%2fsecret.txt", b"link", b"%ff", b"",
    )
)  # fmt: skip
"""What leads, or might be read as leading, to a file that is not shown."""


@pytest.fixture
def secret(workspace: Path) -> None:
    """Files beside and in the workspace that no page is of, and links to them."""
    feed = workspace / "feeds" / "daily-dispatch"
    for folder in (workspace.parent, workspace, feed, feed / "scripts"):
        folder.mkdir(exist_ok=True)
        (folder / "secret.txt").write_bytes(SECRET)
    (workspace / "feeds" / "link").symlink_to(workspace.parent)


@pytest.mark.usefixtures("secret")
def test_no_path_leads_to_a_file_that_is_not_shown(client: Client) -> None:
    headers = [f"{name}: {said}".encode() for name, said in client.own.items()]
    for target in WAYS_OUT:
        for method in (b"GET", b"HEAD", b"POST", b"PUT", b"DELETE"):
            status, answer = raw(client.port, target, *headers, b"Content-Length: 0", method=method)
            assert SECRET not in answer, target
            assert b"root:" not in answer, target
            assert status < 500, (method, target[:80], answer[-300:])


@pytest.mark.usefixtures("secret")
def test_no_name_in_a_query_or_a_body_leads_to_a_file(client: Client) -> None:
    names = (
        "../../secret.txt",
        "/etc/passwd",
        "..\\secret.txt",
        "secret.txt\0",
        "a" * 5000,
        "%2e%2e/secret.txt",
    )
    for name in names:
        answers = [
            client.ask(
                f"/api{FEED.decode()}{where}",
                "POST",
                dict.fromkeys(("voice", "word", "text", "key", "name"), name),
            )
            for where in ("say", "word", "settle", "choose", "ahead")
        ]
        answers.append(client.ask(f"/api{FEED.decode()}dispatch-007/audio?name={name.encode().hex()}"))
        for answer in answers:
            assert SECRET not in answer.body
            assert answer.status < 500, answer.body[:300]


def test_json_that_nests_without_end_is_no_json(client: Client) -> None:
    headers = [f"{name}: {said}".encode() for name, said in client.own.items()]
    body = b"[" * 100_000
    length = b"Content-Length: %d\r\n\r\n" % len(body) + body
    status, _ = raw(client.port, API + b"dispatch-007/script", *headers, length, method=b"PUT")
    assert status == 400
