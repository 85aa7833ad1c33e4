"""Permission lists are read side by side, and a list that is as desired is kept once."""

from collections.abc import Mapping
from dataclasses import replace
from threading import Barrier, Lock
from typing import Any

from reconciler.kinds.endpoint_service.observe import observe
from reconciler.model import Address, Observed
from reconciler.ports import Clients, Grants
from reconciler.settings import Settings
from tests.fakes.endpoint_services import SELLER, FakeEndpointServices, selling
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, repository, root
from tests.patience import PATIENCE

ID = "vpce-svc-0123456789abcdef0"
REGIONS = ("eu-west-1", "us-east-1")


def document(id_: str, name: str, region: str = REGIONS[1], principals: str = "exclusive") -> str:
    """Return the document of a service that exists."""
    return f"{{kind: endpoint_service, name: {name}, region: {region}, id: {id_}, principals: {principals}}}\n---\n"


def read_alone(text: str, services: FakeEndpointServices) -> tuple[Any, Observed[Any]]:
    """Return the desired and the live state of the one service of *text*."""
    wish = repository(text).wish
    (live,) = observe(wish, selling(services)).live.values()
    return wish[Address("endpoint_service", "api")], live[ID]


def test_thirty_two_lists_are_read_at_a_time() -> None:
    """The threads of all regions together are 32: they meet at a barrier, and no more than 32 are ever there."""
    barrier, lock, here, peak = Barrier(32, timeout=PATIENCE), Lock(), 0, 0

    class Meeting(FakeEndpointServices):
        """Services whose lists are read by 32 threads or by none."""

        def grants(self, service_id: str) -> Grants:
            """Wait until 32 lists are being read."""
            nonlocal here, peak
            with lock:
                here += 1
                peak = max(peak, here)
            barrier.wait()
            with lock:
                here -= 1
            return super().grants(service_id)

    read = {region: Meeting() for region in REGIONS}
    text = ""
    for region, services in read.items():
        for number in range(48):
            services.add(f"vpce-svc-{number:017x}")
            text += document(f"vpce-svc-{number:017x}", f"{region}-{number}", region)
    observe(repository(text, Settings(file="r", sellers=(replace(SELLER, regions=REGIONS),))).wish, in_regions(read))
    assert peak == 32


def in_regions(services: Mapping[str, FakeEndpointServices]) -> Clients:
    """Return clients of a seller with services in several regions."""
    clients = selling(FakeEndpointServices())
    return replace(clients, sellers={SELLER.name: replace(clients.sellers[SELLER.name], regions=services)})


def test_a_list_that_is_as_desired_is_kept_once() -> None:
    """The live list is the object of the desired list, so a million grants need the memory of one list."""
    services = FakeEndpointServices()
    services.add(ID, [root(ACME), root(GLOBEX)])
    feed = f"{{kind: allowed_principals, name: all, service: api, principals: ['{ACME}', '{GLOBEX}']}}"
    wanted, live = read_alone(document(ID, "api") + feed, services)
    assert live.spec.allowed_principals is wanted.spec.allowed_principals
    assert live.facts["other_forms"] == {}


def test_a_list_that_differs_is_as_aws_lists_it() -> None:
    """A list that lacks a principal, and one that has it in another form, are told apart from the desired one."""
    for listed in ({root(ACME)}, {root(ACME), GLOBEX}):
        services = FakeEndpointServices()
        services.add(ID, listed)
        feed = f"{{kind: allowed_principals, name: all, service: api, principals: ['{ACME}', '{GLOBEX}']}}"
        _, live = read_alone(document(ID, "api") + feed, services)
        assert live.spec.allowed_principals == listed
        assert live.facts["other_forms"] == ({GLOBEX: root(GLOBEX)} if GLOBEX in listed else {})
