"""Import of everything: with its files, the next plan is empty and lists nothing unmanaged."""

from collections.abc import Mapping

from reconciler.kinds import all_kinds
from reconciler.rewriting import YamlFile, shapes_of
from tests.importing import files, import_all
from tests.selling import ACME, GLOBEX, HOME, LABS, TWO_SELLERS, Shop, root, service, service_id
from tests.selling import world as shops
from tests.trial import ADS, DELEGATE, FINANCE, MEMBER, ORGANIZATION, Trial, clients, experience, world

POLICY = {"requests": "Deny", "allow": ["prod-a", "A: b"], "deny": ["prod-c"]}
DEFAULT = experience("Default", principals=[ORGANIZATION])
UNIT = experience("Finance Unit", principals=[FINANCE, ADS], policy=POLICY)
DEFAULT_YAML = """\
kind: experience
name: default
title: Default
status: enabled
user_requests: deny
principals:
  - o-abcdef1234
products:
  allow: []
  deny: []
id: exp-default
"""
UNIT_YAML = """\
kind: experience
name: finance-unit
title: Finance Unit
status: enabled
user_requests: deny
principals:
  - "555555555555"
  - ou-abcd-finance1
products:
  allow:
    - product-a-b
    - prod-a
  deny:
    - prod-c
id: exp-finance-unit
"""
ENABLED_YAML = f"""\
kind: private_marketplace
name: organization
trusted_access: true
service_linked_role: true
delegated_administrators:
  accounts:
    - "{DELEGATE}"
  mode: exclusive
"""
PLACE = "desired_state/wish.yaml:1:1"
SHAPES = shapes_of({name: kind.schema for name, kind in all_kinds().items()})


def assert_all_is_managed(trial: Trial | Shop) -> None:
    """Require that the next plan changes nothing and lists nothing unmanaged."""
    plan = trial.plan().plan
    assert (plan.changes, plan.operations, plan.unmanaged) == ((), (), ())
    assert [problem for problem in plan.problems if problem.severity == "error"] == []


def assert_canonical(texts: Mapping[str, str]) -> None:
    """Require that `fmt` would change nothing."""
    for name, text in texts.items():
        assert YamlFile.of(text.encode(), name, SHAPES).canonical().text == text


def test_everything_is_written_by_kind(trial: Trial) -> None:
    """Each experience has a file, and the products that no list can hold have names."""
    trial.twin.reset(world(DEFAULT, UNIT))
    said = import_all(clients(trial.account, writes=False))
    assert (said.code, said.out.splitlines()) == (
        0,
        [
            "Imported 3 objects into desired_state:",
            "  experience.default                exp-default",
            "  experience.finance-unit           exp-finance-unit",
            f"  private_marketplace.organization  {ORGANIZATION}",
            "  1 name of kind product",
        ],
    )
    assert files(trial.folder / "desired_state") == {
        "experiences/default.yaml": DEFAULT_YAML,
        "experiences/finance-unit.yaml": UNIT_YAML,
        "private_marketplaces/organization.yaml": ENABLED_YAML,
        "products.yaml": 'kind: product\nitems:\n  product-a-b: {id: "A: b"}\n',
    }
    assert_all_is_managed(trial)
    assert_canonical(files(trial.folder / "desired_state"))
    assert trial.written() == {}


def test_accounts_and_units_can_have_the_names_of_the_organization(trial: Trial) -> None:
    """Only principals that something holds get documents, and the experiences refer to them."""
    trial.twin.reset(world(DEFAULT, UNIT))
    said = import_all(clients(trial.account, writes=False), "--names")
    assert (said.code, said.out.splitlines()[-2:]) == (0, ["  4 names of kind principal", "  1 name of kind product"])
    written = files(trial.folder / "desired_state")
    assert written["principals.yaml"] == (
        "kind: principal\n"
        "items:\n"
        '  ads: {id: "555555555555", title: Ads}\n'
        "  finance: {id: ou-abcd-finance1, title: Finance}\n"
        "  organization: {id: o-abcdef1234}\n"
        '  procurement: {id: "222222222222", title: Procurement}\n'
    )
    assert "principals:\n  - ads  # Ads\n  - finance  # Finance\n" in written["experiences/finance-unit.yaml"]
    assert_canonical(written)
    assert "principals:\n  - organization\n" in written["experiences/default.yaml"]
    assert_all_is_managed(trial)


def test_a_second_import_changes_no_byte(trial: Trial) -> None:
    """What documents state is left alone, whatever its file and its comments."""
    trial.twin.reset(world(DEFAULT, UNIT))
    trial.wish("# ours\nkind: experience\nname: base   # by title\ntitle: Default\n", "base.yaml")
    assert import_all(clients(trial.account, writes=False), "--names").code == 0
    before = files(trial.folder)
    said = import_all(clients(trial.account, writes=False), "--names")
    assert (said.code, said.out) == (0, "Nothing to import.\n")
    assert files(trial.folder) == before
    assert sorted(before) == [
        "desired_state/base.yaml",
        "desired_state/experiences/finance-unit.yaml",
        "desired_state/principals.yaml",
        "desired_state/private_marketplaces/organization.yaml",
        "desired_state/products.yaml",
        "reconciler.yaml",
    ]


def test_documents_are_added_behind_those_of_a_file(trial: Trial) -> None:
    """A file that exists keeps its text and its comments."""
    trial.twin.reset(world(UNIT))
    known = "# names\nkind: product\nitems: {ledger: {id: prod-a}}   # Ledger"
    trial.wish(known, "products.yaml")
    assert import_all(clients(trial.account, writes=False)).code == 0
    added = '---\nkind: product\nitems:\n  product-a-b: {id: "A: b"}\n'
    assert (trial.folder / "desired_state/products.yaml").read_text() == f"{known}\n{added}"
    assert_all_is_managed(trial)


def test_a_taken_name_gets_the_id_behind_it(trial: Trial) -> None:
    """AWS may have a title twice, or an experience may have the name of a document; the names are stable."""
    twice = {**experience("Finance Unit"), "id": "exp-2", "status": "Disabled", "admin_status": "Restricted"}
    trial.twin.reset(world(DEFAULT, UNIT, twice))
    trial.wish("{kind: experience, name: default, title: Finance Unit, id: exp-finance-unit}")
    assert import_all(clients(trial.account, writes=False)).out.splitlines()[1:] == [
        "  experience.default-exp-default    exp-default",
        "  experience.finance-unit           exp-2",
        f"  private_marketplace.organization  {ORGANIZATION}",
    ]
    assert_all_is_managed(trial)


def test_only_what_is_selected_is_imported(trial: Trial) -> None:
    """The rest stays unmanaged and can be imported later, under the same name."""
    trial.twin.reset(world(DEFAULT, UNIT))
    said = import_all(clients(trial.account, writes=False), "--select experience.def*")
    assert sorted(files(trial.folder / "desired_state")) == ["experiences/default.yaml"]
    assert [one.remote_id for one in trial.plan().plan.unmanaged] == ["exp-finance-unit"]
    assert said.code == 0
    said = import_all(clients(trial.account, writes=False), "--select experience.defualt")
    assert (said.code, said.err.splitlines()[-2:]) == (
        64,
        ["error: 'experience.defualt' selects nothing", "  hint: did you mean 'experience.default'?"],
    )


def test_an_experience_that_a_document_means_is_not_imported(trial: Trial) -> None:
    """A second document would create or move something; the answer says what to do, and the exit code is 6."""
    trial.twin.reset(world(DEFAULT, UNIT))
    trial.wish("{kind: experience, name: finance, title: finance unit}")
    said = import_all(clients(trial.account, writes=False))
    assert said.code == 6
    assert said.out.splitlines() == [
        "Imported 2 objects into desired_state:",
        "  experience.default                exp-default",
        f"  private_marketplace.organization  {ORGANIZATION}",
        "",
        "Not imported:",
        f"  exp-finance-unit: experience.finance means exp-finance-unit or an object like it, at {PLACE}",
        "    hint: add id: exp-finance-unit there if the document means it, else the id of its own object",
    ]


def test_an_experience_that_holds_a_named_principal_is_not_imported(trial: Trial) -> None:
    """Naming the principal twice would be an error, and leaving it out would move it."""
    trial.twin.reset(world(DEFAULT, UNIT))
    trial.wish(f"{{kind: experience, name: ads, title: Ads, principals: ['{ADS}']}}")
    said = import_all(clients(trial.account, writes=False))
    assert said.code == 6
    assert f"  exp-finance-unit: {ADS} belongs to experience.ads already, at desired_state/wish.yaml:1:56" in said.out
    assert sorted(files(trial.folder / "desired_state")) == [
        "experiences/default.yaml",
        "private_marketplaces/organization.yaml",
        "wish.yaml",
    ]


def test_services_are_imported_from_all_sellers_and_regions(shop: Shop) -> None:
    """A service is named after its tag or its load balancer; the region stands behind a name that is taken."""
    shop.sellers = TWO_SELLERS
    shop.settings()
    tags = {"Name": "API"}
    shop.twin.reset(
        shops(
            service(tags=tags, principals=[root(ACME), root(GLOBEX)]),
            service("far", "eu-west-1", tags=tags),
            service("own", HOME, LABS, principals=[root(ACME)]),
        )
    )
    said = import_all(shop.clients(writes=False))
    assert (said.code, said.out.splitlines()[1:]) == (
        0,
        [
            f"  endpoint_service.api            {service_id()}",
            f"  endpoint_service.api-eu-west-1  {service_id('far')}",
            f"  endpoint_service.own            {service_id('own')}",
        ],
    )
    assert_all_is_managed(shop)
    assert_canonical(files(shop.folder / "desired_state"))
    assert shop.written() == {}


def test_unmanaged_grants_are_imported(shop: Shop) -> None:
    """A service with an additive list keeps grants that no document names: they get a document beside its own."""
    shop.twin.reset(shops(service(principals=[root(ACME), root(GLOBEX)])))
    shop.wish(
        f"""\
        kind: endpoint_service
        name: api
        region: {HOME}
        id: {service_id()}
        ---
        kind: allowed_principals
        name: api
        service: api
        principals: ["{ACME}"]
        """,
        "endpoint_services/api.yaml",
    )
    said = import_all(shop.clients(writes=False))
    assert (said.code, said.out.splitlines()[1:]) == (0, ["  endpoint_service.api  its unmanaged grants"])
    assert (
        (shop.folder / "desired_state/endpoint_services/api.yaml")
        .read_text()
        .endswith(f'---\nkind: allowed_principals\nname: api-2\nservice: api\nprincipals:\n  - "{GLOBEX}"\n')
    )
    plan = shop.plan().plan
    assert (plan.changes, plan.unmanaged) == ((), ())


def test_a_region_that_cannot_be_read_is_told(shop: Shop) -> None:
    """The rest is imported, and the exit code is 7: nobody may take it for everything."""
    shop.sellers = TWO_SELLERS
    shop.settings()
    shop.twin.reset(shops(service(), service("own", HOME, LABS)))
    shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations", account=LABS)
    said = import_all(shop.clients(writes=False))
    assert said.code == 7
    assert "Not read:\n  labs in us-east-1 could not be read: " in said.out
    assert len(files(shop.folder / "desired_state")) == 1


def test_nothing_is_green_if_nothing_could_be_read(shop: Shop) -> None:
    """That there is nothing to import was not seen; the hint says what to do."""
    shop.settings()
    shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations")
    said = import_all(shop.clients(writes=False))
    assert (said.code, said.out.splitlines()[:3]) == (7, ["Nothing was imported.", "", "Not read:"])
    assert "\n    hint: " in said.out


def test_a_folder_of_its_own_is_read_again(trial: Trial) -> None:
    """--out may be outside of the desired state: a second import changes nothing there, and the answer says so."""
    trial.twin.reset(world(UNIT))
    trial.wish("{kind: principal, name: ads, id: '555555555555'}")
    said = import_all(clients(trial.account, writes=False), "--out imported")
    before = files(trial.folder)
    assert (said.code, said.out.splitlines()[-1]) == (
        0,
        "No plan reads imported: move its files into desired_state.",
    )
    assert "  - ads\n" in before["imported/experiences/finance-unit.yaml"]
    assert import_all(clients(trial.account, writes=False), "--out imported").out == "Nothing to import.\n"
    assert files(trial.folder) == before


def test_a_repository_with_errors_is_left_alone(trial: Trial) -> None:
    """Nobody knows what its documents manage."""
    trial.twin.reset(world(UNIT))
    trial.wish("{kind: experience, name: a, titel: A}")
    said = import_all(clients(trial.account, writes=False))
    assert said.code == 3
    assert "error: the desired state has errors, so nothing was imported" in said.err.splitlines()


def test_names_need_the_organization(shop: Shop) -> None:
    """A seller alone has no organization to ask."""
    said = import_all(shop.clients(writes=False), "--names")
    assert (said.code, said.err.splitlines()[0]) == (
        64,
        "error: --names needs the organization: reconciler.yaml has no marketplace",
    )
    assert MEMBER not in said.out
