from typing import Any

import pytest

from reconciler.twin.bridge.route53 import public_texts, record_sets
from reconciler.twin.twin import Twin
from tests.twin.route53.conftest import OTHERS, ZONE, Start
from tests.twin.sdk import MANAGEMENT, client, refused
from tests.twin.worlds import Hand

VALUE = '"vpce:AbCdEfGhIjKlMnOpQrSt"'


def route53() -> Any:  # noqa: ANN401 - boto3's
    """Return a client of Route 53."""
    return client("route53")


def changes(action: str, name: str, *values: str, ttl: int = 300) -> dict[str, Any]:
    """Return the parameters of a change of one TXT record set."""
    one = {"Name": name, "Type": "TXT", "TTL": ttl, "ResourceRecords": [{"Value": value} for value in values]}
    return {"HostedZoneId": ZONE, "ChangeBatch": {"Changes": [{"Action": action, "ResourceRecordSet": one}]}}


def change(action: str, name: str, *values: str) -> str:
    """Change one TXT record set and return the id of the change."""
    id_: str = route53().change_resource_record_sets(**changes(action, name, *values))["ChangeInfo"]["Id"]
    return id_


def refusal(action: str, name: str, *values: str, ttl: int = 300) -> tuple[str, int, str]:
    """Return the refusal of a change of one TXT record set."""
    return refused(route53().change_resource_record_sets, **changes(action, name, *values, ttl=ttl))


@pytest.mark.usefixtures("twin")
def test_upsert_replaces_the_whole_record_set() -> None:
    """Values of others are lost unless they are sent again (private-dns 2.2)."""
    change("UPSERT", "example.com", VALUE)
    assert record_sets(ZONE)["example.com.", "TXT"] == (VALUE,)
    change("UPSERT", "example.com", VALUE, '"b"')
    (told,) = (
        one
        for one in route53().list_resource_record_sets(
            HostedZoneId=ZONE, StartRecordName="example.com", StartRecordType="TXT"
        )["ResourceRecordSets"]
        if one["Type"] == "TXT"
    )
    assert told == {
        "Name": "example.com.",
        "Type": "TXT",
        "TTL": 300,
        "ResourceRecords": [{"Value": VALUE}, {"Value": '"b"'}],
    }


@pytest.mark.usefixtures("twin")
def test_a_value_without_quotes_is_refused() -> None:
    """TXT values stand in quotes, which moto does not require (private-dns 2.2)."""
    code, status, message = refusal("UPSERT", "_x.example.com", "vpce:AbC")
    assert (code, status) == ("InvalidChangeBatch", 400)
    assert "Value should be enclosed in quotation marks" in message
    assert ("_x.example.com.", "TXT") not in record_sets(ZONE)


@pytest.mark.usefixtures("twin")
def test_delete_has_to_state_the_record_set_exactly() -> None:
    """Name, type, TTL and all values have to be those of the record set (private-dns 2.2)."""
    mismatch = "but the values provided do not match the current values]"
    for wrong in (refusal("DELETE", "example.com", VALUE), refusal("DELETE", "example.com", f'"{OTHERS}"', ttl=60)):
        assert wrong[0] == "InvalidChangeBatch"
        assert wrong[2].endswith(mismatch)
    assert refusal("DELETE", "_x.example.com", VALUE)[2].endswith("but it was not found]")
    change("DELETE", "example.com", f'"{OTHERS}"')
    assert ("example.com.", "TXT") not in record_sets(ZONE)


@pytest.mark.usefixtures("twin")
def test_create_does_not_replace() -> None:
    """A record set that exists is not created (privatelink 4.5)."""
    assert refusal("CREATE", "example.com", VALUE)[2].endswith("but it already exists]")


@pytest.mark.usefixtures("twin")
def test_a_batch_is_carried_out_as_a_whole() -> None:
    """One wrong change stops all others (private-dns 2.2)."""
    batch = changes("UPSERT", "_x.example.com", VALUE)
    batch["ChangeBatch"]["Changes"] += changes("UPSERT", "_x.example.org", VALUE)["ChangeBatch"]["Changes"]
    _, _, message = refused(route53().change_resource_record_sets, **batch)
    assert "RRSet with DNS name _x.example.org. is not permitted in zone example.com." in message
    assert ("_x.example.com.", "TXT") not in record_sets(ZONE)


def test_a_change_is_in_sync_after_a_time(start: Start, clock: Hand) -> None:
    """It is PENDING until all name servers have it; until then the public does not see it (private-dns 2.3)."""
    start(durations={"publishing": 60})
    id_ = change("UPSERT", "_x.example.com", VALUE)
    clock.move(59)
    assert route53().get_change(Id=id_)["ChangeInfo"]["Status"] == "PENDING"
    assert public_texts("_x.example.com") == frozenset()
    clock.move(1)
    assert route53().get_change(Id=id_)["ChangeInfo"]["Status"] == "INSYNC"
    assert public_texts("_x.example.com") == {VALUE.strip('"')}
    assert refused(route53().get_change, Id="C404")[0] == "NoSuchChange"


def test_zones_are_listed_from_a_name_on(start: Start) -> None:
    """They are ordered by their labels from the last one, private ones among them (private-dns 2.1)."""
    names = {"Z1": "example.com", "Z2": "api.example.com", "Z3": "example.org", "Z4": "api.example.com"}
    zones = [{"id": id_, "account": MANAGEMENT, "name": name, "private": id_ == "Z4"} for id_, name in names.items()]
    start(hosted_zones=zones)

    def listed(**sent: Any) -> list[tuple[str, bool]]:  # noqa: ANN401 - boto3's
        answer = route53().list_hosted_zones_by_name(**sent)
        return [(one["Id"].removeprefix("/hostedzone/"), one["Config"]["PrivateZone"]) for one in answer["HostedZones"]]

    assert listed() == [("Z1", False), ("Z2", False), ("Z4", True), ("Z3", False)]
    assert listed(DNSName="api.example.com") == [("Z2", False), ("Z4", True), ("Z3", False)]
    first = route53().list_hosted_zones_by_name(DNSName="api.example.com", MaxItems="1")
    assert (first["IsTruncated"], first["NextDNSName"], first["NextHostedZoneId"]) == (True, "api.example.com.", "Z4")
    assert listed(DNSName=first["NextDNSName"], HostedZoneId=first["NextHostedZoneId"]) == [("Z4", True), ("Z3", False)]


def test_calls_of_route_53_have_their_names_in_the_log_and_in_faults(twin: Twin) -> None:
    """They are told by method and path, since the protocol is REST."""
    id_ = change("UPSERT", "_x.example.com", VALUE)
    route53().get_change(Id=id_)
    route53().list_hosted_zones_by_name()
    route53().list_resource_record_sets(HostedZoneId=ZONE)
    assert twin.calls.operations("route53") == {
        "ChangeResourceRecordSets": 1,
        "GetChange": 1,
        "ListHostedZonesByName": 1,
        "ListResourceRecordSets": 1,
    }
    assert twin.calls.writes() == {"ChangeResourceRecordSets": 1}
    twin.faults.deny("GetChange")
    assert refused(route53().get_change, Id=id_)[:2] == ("AccessDenied", 403)
    twin.faults.throttle("ListHostedZonesByName")
    assert refused(route53().list_hosted_zones_by_name)[0] == "Throttling"


@pytest.mark.usefixtures("twin")
def test_moto_keeps_aliases_and_routing_policies() -> None:
    """A batch with them is moto's; the other records of the zone stay as they are."""
    alias = {"HostedZoneId": ZONE, "DNSName": "target.example.com", "EvaluateTargetHealth": False}
    one = {"Name": "www.example.com", "Type": "A", "AliasTarget": alias}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": one}]}
    route53().change_resource_record_sets(HostedZoneId=ZONE, ChangeBatch=batch)
    change("UPSERT", "_x.example.com", VALUE)
    told = route53().list_resource_record_sets(HostedZoneId=ZONE)["ResourceRecordSets"]
    assert [one["AliasTarget"] for one in told if one["Name"] == "www.example.com."] == [alias]
