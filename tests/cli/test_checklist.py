"""`reconciler checklist`: its formats and exit codes, on the twin."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reconciler.model import Address
from reconciler.pipeline import Planning, PlanOptions, Repository, ServiceSurroundings, read_surroundings
from reconciler.reading_progress import ReadingProgress
from tests.cli.fakes import LEFT_OUT, NOTHING_TO_DO, FakeProgram, command, with_problem
from tests.pipeline.readiness.market import NAME, SEEN, ZONES, Market, market_on_twin
from tests.selling import BUYER, SAAS


@dataclass
class OnTwin(FakeProgram):
    """A program that plans the service of a market on the twin."""

    market: Market | None = None

    def plan(
        self, repository: Repository, options: PlanOptions, commit: str | None, tell: object, read: ReadingProgress
    ) -> Planning:
        """Plan on the twin what the options select."""
        del repository, commit, tell, read
        assert self.market
        return self.market.shop.plan(select=options.select, sales=options.sales, sellers_only=options.sellers_only)

    def surroundings(self, planning: Planning) -> Mapping[Address, ServiceSurroundings]:
        """Read on the twin."""
        assert self.market
        return read_surroundings(planning, self.market.shop.clients(writes=False))


@pytest.fixture
def market(here: Path) -> Iterator[Market]:
    """Yield a service that lacks nothing, and a report of `verify` about it."""
    (here / "shop").mkdir()
    (here / "seen.json").write_text(json.dumps(SEEN))
    with market_on_twin(here / "shop") as running:
        yield running


def test_a_checklist_without_a_red_item_ends_with_0(market: Market) -> None:
    """The answer counts the items, and says of each one why it has its status."""
    market.open()
    said = command("checklist --verified seen.json", OnTwin(market=market))
    assert said.code == 0
    assert said.out.splitlines()[:7] == [
        "1 endpoint service: 15 green, 3 grey.",
        "",
        f"endpoint_service.api  us-east-1 of {SAAS}: all that is required is green",
        "  Product creation",
        "    ✓ Create a VPC and configure it",
        "      vpc-0123456789abcdef0 has the load balancer",
        "    ✓ Create and configure a network load balancer within the VPC",
    ]


def test_a_checklist_reads_nothing_of_the_marketplace(market: Market) -> None:
    """The settings have a buyer and the documents an experience, too: only what sellers have is read."""
    market.open()
    market.shop.settings(BUYER)
    market.shop.wish("kind: experience\nname: other\ntitle: Other\nstatus: enabled\n", "experiences.yaml")
    market.shop.twin.calls.clear()
    assert command("checklist --verified seen.json", OnTwin(market=market)).code == 0
    assert {call.service for call in market.shop.twin.calls} == {"acm", "ec2", "elasticloadbalancing", "sts"}


def test_a_checklist_with_a_red_item_ends_with_2(market: Market) -> None:
    """A recommended item counts, too."""
    market.service["zones"] = list(ZONES[:5])
    market.open()
    said = command("checklist api", OnTwin(market=market))
    assert said.code == 2
    assert "    ✗ Take over the zones of the load balancer\n      the load balancer has use1-az5, which" in said.out
    assert f"endpoint_service.api  us-east-1 of {SAAS}: nothing required is red; 1 unknown" in said.out


def test_a_checklist_is_written_in_each_format(market: Market, here: Path) -> None:
    """Text, JSON, Markdown and a page of HTML have the same items."""
    market.open()
    line = "checklist --format text --format json=c.json --format markdown=c.md --format html=c.html"
    said = command(f"{line} --verified seen.json", OnTwin(market=market))
    assert said.code == 0
    items = json.loads((here / "c.json").read_text())["services"][0]["items"]
    assert len(items) == 18
    markdown, page = (here / "c.md").read_text(), (here / "c.html").read_text()
    assert markdown.startswith("<!-- reconciler checklist reconciler.yaml sha256:none -->\n## 1 endpoint service: 15")
    assert markdown.count("✓ green") == 15
    assert page.count('<tr class="green">') == 15
    for item in items:
        assert item["title"] in said.out
        assert item["title"] in markdown
        assert item["title"] in page


class Loaded(HTMLParser):
    """Collects what a page loads, and its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep tags that load something."""
        if tag in {"script", "link", "img", "iframe"} or dict(attrs).keys() & {"src", "href", "onclick"}:
            self.found.append(tag)


def test_the_page_loads_nothing_and_escapes_names(market: Market, here: Path) -> None:
    """It needs no network and no script; a name from a report is never markup."""
    market.open()
    hostile = {**SEEN, "lines": [{"title": "<script>alert(1)</script>", "status": "red", "because": "\u202e<b>"}]}
    (here / "seen.json").write_text(json.dumps(hostile))
    said = command("checklist --verified seen.json --format html=c.html", OnTwin(market=market))
    page = (here / "c.html").read_text()
    loaded = Loaded()
    loaded.feed(page)
    assert (said.code, loaded.found) == (2, [])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;: \\u202e&lt;b&gt;" in page


def test_a_submission_is_written_once_nothing_required_is_red(market: Market, here: Path) -> None:
    """It has what AWS Marketplace asks for, in each format but HTML."""
    market.open()
    line = "checklist --submission --verified seen.json --format text --format json=s.json --format markdown=s.md"
    said = command(line, OnTwin(market=market))
    assert (said.code, said.out) == (
        0,
        (
            f"Endpoint service: {NAME}\n"
            "Region: us-east-1\n"
            f"AWS account of the endpoint service: {SAAS}\n"
            "User-friendly DNS name: api.vpce.example.com\n"
            f"AWS account of the certificates: {SAAS}\n"
            "Private DNS name: api.example.com\n"
        ),
    )
    assert json.loads((here / "s.json").read_text())["submission"][0]["service_name"] == NAME
    assert f"| Endpoint service | `{NAME}` |" in (here / "s.md").read_text()
    refused = command("checklist --submission --format html", OnTwin(market=market))
    assert (refused.code, refused.out) == (64, "")


def test_a_refused_submission_writes_nothing(market: Market, here: Path) -> None:
    """It ends with 2, and stderr names what is required and red."""
    market.certificate = None
    market.open()
    said = command("checklist --submission --format json=s.json", OnTwin(market=market))
    assert (said.code, said.out) == (2, "")
    assert (
        "there is nothing to send to AWS Marketplace yet: endpoint_service.api: Request certificates from" in said.err
    )
    assert not (here / "s.json").exists()


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (None, 64, "cannot read seen.json: No such file or directory"),
        ("{", 3, "seen.json is not JSON"),
        ("\udcff", 3, "seen.json is not JSON"),
        ("{}", 3, "seen.json is not a report of verify"),
    ],
)
def test_a_report_that_cannot_be_read_is_one_error(here: Path, text: str | None, code: int, message: str) -> None:
    """AWS is not read for it."""
    if text is not None:
        (here / "seen.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    program = FakeProgram(NOTHING_TO_DO)
    said = command("checklist --verified seen.json", program)
    assert (said.code, said.out, program.asked) == (code, "", [])
    assert message in said.err


def test_a_checklist_without_a_service_says_so() -> None:
    """Nothing is never green."""
    said = command("checklist", FakeProgram(NOTHING_TO_DO))
    assert (said.code, said.out) == (0, "Nothing to check: no document wants an endpoint service.\n")


def test_a_checklist_of_a_plan_with_errors_ends_with_3() -> None:
    """Errors come before red items."""
    assert command("checklist", FakeProgram(with_problem(NOTHING_TO_DO, LEFT_OUT))).code == 3


def test_an_unread_region_ends_with_7(market: Market) -> None:
    """The answer says what was not read."""
    market.open()
    market.shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations", times=9)
    said = command("checklist", OnTwin(market=market))
    assert said.code == 7
    assert said.out.startswith("1 endpoint service, as far as AWS could be read: ")


def test_an_unknown_service_is_a_usage_error(market: Market) -> None:
    """One clear error, and nothing is printed."""
    market.open()
    said = command("checklist nobody", OnTwin(market=market))
    assert (said.code, said.out) == (64, "")
    assert "no document is about an endpoint service 'nobody'" in said.err
