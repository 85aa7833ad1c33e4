from reconciler.cli.name_servers import resolver_in
from reconciler.dns import PublicDns
from reconciler.ports import DnsAnswer


def test_a_command_asks_the_name_servers_of_the_machine() -> None:
    """They are found by the resolver of the machine, at the port of the DNS."""
    assert resolver_in({})() == PublicDns(resolvers=(), port=53, seconds=3.0, budget=8.0)


def test_the_public_dns_is_not_asked_about_another_aws() -> None:
    """A twin's records are not in the public DNS, and no question about them leaves the machine."""
    resolver = resolver_in({"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"})()
    because = "AWS_ENDPOINT_URL is set, and the public DNS knows nothing of another AWS"
    assert resolver.texts("_x.example.com") == (DnsAnswer("", None, because),)
