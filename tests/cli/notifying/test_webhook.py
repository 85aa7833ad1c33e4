"""A webhook gets one POST; what goes wrong is said without its URL."""

import json
import socket
import traceback
from pathlib import Path

import pytest

from reconciler.cli.notifying.webhook import WebhookError, post
from reconciler.recipients import read_recipient
from tests.cli.notifying.hooks import Hook, HookReply, certificate, hooked
from tests.cli.starting import installed

SECRET = "T00s3cret"


def failure(url: str, seconds: float = 5) -> WebhookError:
    """Post to *url*, which fails, and return the error."""
    with pytest.raises(WebhookError) as caught:
        post(read_recipient(url, {}), "{}", seconds)
    return caught.value


def test_a_webhook_gets_the_message_as_json(hook: Hook) -> None:
    """Any status 2xx is success. No credentials of AWS are sent along."""
    for status in (200, 204):
        hook.reply = HookReply(status, b"")
        assert post(read_recipient(hook.url(SECRET), {}), '{"text":"x"}') == status
    (posted, _) = hook.posted
    assert (posted.method, posted.path, posted.body) == ("POST", f"/{SECRET}", b'{"text":"x"}')
    assert posted.headers["Content-Type"] == "application/json"
    assert posted.headers.keys() == {
        "Accept-Encoding",
        "Content-Length",
        "Host",
        "User-Agent",
        "Content-Type",
        "Connection",
    }


FAILURES = {
    "refused": (HookReply(404, b"no_service\n"), "HTTP 404 Not Found: no_service"),
    "echo": (HookReply(404, b"Cannot POST PATH"), "HTTP 404 Not Found"),
    "word of the URL": (HookReply(403, b"hooks_and_more"), "HTTP 403 Forbidden"),
    "unknown status": (HookReply(599, b""), "HTTP 599"),
    "redirect": (
        HookReply(302, b"", {"Location": "/elsewherePATH"}),
        "HTTP 302 Found; redirects are not followed",
    ),
    "redirect of POST": (
        HookReply(308, b"", {"Location": "http://127.0.0.1:1PATH"}),
        "HTTP 308 Permanent Redirect; redirects are not followed",
    ),
    "no HTTP": (HookReply(0), "no answer (BadStatusLine)"),
}


@pytest.mark.parametrize(("reply", "said"), FAILURES.values(), ids=FAILURES)
def test_what_a_webhook_answers_is_told_without_its_url(hook: Hook, reply: HookReply, said: str) -> None:
    """Redirects are not followed. Neither the message nor the traceback has anything of the URL's path."""
    hook.reply = reply
    error = failure(hook.url(f"{SECRET}/hooks_and_more"))
    assert error.message == said
    assert len(hook.posted) == 1
    assert SECRET not in "".join(traceback.format_exception(error))
    assert (error.__cause__, error.__context__) == (None, None)


def test_a_webhook_that_does_not_answer_is_given_up(hook: Hook) -> None:
    """It has a few seconds."""
    hook.reply = HookReply(late=True)
    assert failure(hook.url(SECRET), 0.05).message == "no answer within 0.05 seconds"


def test_a_webhook_that_is_not_there_is_said_to_be_unreachable() -> None:
    """The reason is the system's."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert failure(f"http://127.0.0.1:{port}/{SECRET}").message == "no connection: Connection refused"


def test_a_proxy_never_sees_a_webhook_on_this_machine(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proxies of the environment are for https alone: http has no secret that a proxy could not read."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert post(read_recipient(hook.url(SECRET), {}), "{}") == 200


def test_a_proxy_of_the_environment_is_used_for_https(monkeypatch: pytest.MonkeyPatch, hook: Hook) -> None:
    """Through it a tunnel is asked for, which this server does not give."""
    monkeypatch.setenv("https_proxy", hook.url(""))
    assert failure(f"https://hooks.example.com/{SECRET}").message == "the proxy made no connection: HTTP 501"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(hook: Hook, tmp_path: Path) -> None:
    """Nothing is sent to such a server."""
    with hooked(certificate(tmp_path)) as server:
        url = server.url(SECRET).replace("http:", "https:")
        assert failure(url).message == "its certificate is not trusted: self-signed certificate"
        assert server.posted == []
    said = failure(hook.url(SECRET).replace("http:", "https:")).message
    assert said.startswith("no connection: [SSL")


REPLIES = [
    HookReply(),
    HookReply(404, b"PATH"),
    HookReply(500, b"s3cret_word"),
    HookReply(307, b"", {"Location": "PATH"}),
    HookReply(0),
]


@pytest.mark.parametrize("reply", REPLIES)
def test_the_secret_of_a_webhook_is_in_no_output(
    here: Path, hook: Hook, reply: HookReply, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With -vv, whatever the webhook answers: in no text, log, plan, file of --told or metrics."""
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_MAX_ATTEMPTS": "1",
        "HOOK": f"{SECRET}/s3cret_word",
    }.items():
        monkeypatch.setenv(name, value)
    (here / "desired_state").mkdir()
    with (here / "reconciler.yaml").open("a") as settings:
        settings.write(f"notify: ['{hook.url('${HOOK}')}']\n")
    hook.reply = reply
    files = [
        "--told=told.json",
        "--metrics=drift.prom",
        "--format=text",
        "--format=json=a.json",
        "--format=markdown=a.md",
    ]
    said = installed("-vv", "drift", "--notify", *files)
    assert said.code == 7
    (posted,) = hook.posted
    assert (posted.path, json.loads(posted.body)["digest"]) == (f"/{SECRET}/s3cret_word", None)
    assert "webhook 127.0.0.1" in said.err
    written = {path.name: path.read_text() for path in here.iterdir() if path.is_file()}
    assert [text for text in (said.out, said.err, *written.values()) if "s3cret" in text] == []
    kept = {"told.json"} if reply == HookReply() else set()
    assert written.keys() == {"a.json", "a.md", "drift.prom", "reconciler.yaml"} | kept
