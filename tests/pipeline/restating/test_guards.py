"""Guards look at what is adopted as if the repository asked AWS for it: the way from its values to AWS's."""

from dataclasses import replace

from reconciler.ports import EndpointConnection
from tests.fakes.world import LiveExperience
from tests.pipeline.restating.test_services import ACME, GLOBEX, HEAD, ID, root, selling
from tests.restating import LOOSE, Drifted, aws, told

DISABLED = LiveExperience(
    id="exp-1", title="Finance", status="disabled", allow=("prod-a",), principals=("ou-abcd-finance0",)
)
ENABLED = "{kind: experience, name: finance, title: Finance, status: enabled}\n"


def test_what_a_guard_refuses_is_not_adopted(drifted: Drifted) -> None:
    """Disabling leaves accounts ungoverned: nothing is written, and the answer has the command that accepts it."""
    drifted.wish(ENABLED)
    drifted.reader = aws(DISABLED)
    digest = drifted.plan().plan.short_digest
    said = drifted.adopt("--select experience.finance")
    assert (said.code, drifted.text()) == (4, ENABLED)
    assert (
        told(said)
        == f"""\
What AWS has was not adopted: guards refuse it, as if the repository asked AWS for it
refused[ungoverned] 2 accounts become ungoverned and can buy every product: 333333333333 (Ledger), 444444444444 (Pay)
Nothing was written. To adopt it anyway, for exactly this drift:
    reconciler drift --adopt --select experience.finance --accept ungoverned@{digest}
"""
    )


def test_an_acceptance_of_the_drift_adopts_what_is_refused(drifted: Drifted) -> None:
    """The digest is that of the drift as it was shown; then the document says what AWS has."""
    drifted.wish(ENABLED)
    drifted.reader = aws(DISABLED)
    digest = drifted.plan().plan.short_digest
    assert drifted.adopt(f"--select experience.finance --accept ungoverned@{digest}").code == 0
    assert drifted.text() == ENABLED.replace("enabled", "disabled")
    assert drifted.differing() == {}


def test_an_acceptance_of_another_drift_accepts_nothing(drifted: Drifted) -> None:
    """AWS may have changed since; the line of this drift is shown without the old acceptance."""
    drifted.wish(ENABLED)
    drifted.reader = aws(DISABLED)
    digest = drifted.plan().plan.short_digest
    said = drifted.adopt("--select experience.finance --accept ungoverned@00000000")
    assert (said.code, drifted.text()) == (4, ENABLED)
    assert said.out.endswith(f" --select experience.finance --accept ungoverned@{digest}\n")


def test_acceptances_of_the_settings_are_not_for_adopting(drifted: Drifted) -> None:
    """They accept the plan that undoes the drift; its opposite is another harm."""
    drifted.wish(ENABLED)
    drifted.reader = aws(DISABLED)
    digest = drifted.plan().plan.short_digest
    drifted.settings(f"accepted: ['ungoverned@{digest} until 2026-12-01']\n")
    assert drifted.adopt().code == 4


def test_a_protected_object_is_not_adopted_as_ended(drifted: Drifted) -> None:
    """No option accepts it, and the answer says so."""
    drifted.settings(LOOSE + "  protected: [experience.finance]\n")
    drifted.wish(ENABLED)
    drifted.reader = aws(DISABLED)
    said = drifted.adopt()
    assert (said.code, drifted.text()) == (4, ENABLED)
    assert "error" not in told(said)
    assert "refused[protected] experience.finance is protected and would be disabled" in told(said)
    assert said.out.endswith("What no option accepts has to be left out: select other objects.\n")


def test_losses_are_counted_from_the_repository_to_aws(drifted: Drifted) -> None:
    """AWS denies what the repository allows: the accounts below would lose it, more of them than the settings allow."""
    drifted.settings("guards: {max_accounts_losing_access: 1}\n")
    wish = "{kind: experience, name: finance, title: Finance, products: {allow: [prod-a, prod-b]}}\n"
    drifted.wish(wish)
    held = ("ou-abcd-finance0",)
    drifted.reader = aws(
        LiveExperience(
            id="exp-1", title="Finance", status="enabled", allow=("prod-a",), deny=("prod-b",), principals=held
        )
    )
    said = drifted.adopt()
    assert (said.code, drifted.text()) == (4, wish)
    assert "refused[max_accounts_losing_access] 2 accounts lose products (limit: 1)" in told(said)


def test_the_other_way_is_not_refused(drifted: Drifted) -> None:
    """AWS allows more than the repository: nobody loses anything by adopting it, while the undoing plan is refused."""
    drifted.settings("guards: {max_accounts_losing_access: 1}\n")
    drifted.wish("{kind: experience, name: finance, title: Finance, products: {allow: [prod-a]}}\n")
    held = ("ou-abcd-finance0",)
    drifted.reader = aws(
        LiveExperience(id="exp-1", title="Finance", status="enabled", allow=("prod-a", "prod-b"), principals=held)
    )
    assert [one.code for one in drifted.plan().plan.problems if one.severity == "refused"] != []
    assert drifted.adopt().code == 0


def test_a_grant_of_a_connected_customer_is_not_dropped(drifted: Drifted) -> None:
    """AWS has revoked the grant of a customer who is connected: dropping it in the document has to be accepted."""
    drifted.wish(HEAD, "api.yaml")
    wish = f"{{kind: allowed_principals, name: all, service: api, principals: ['{ACME}', '{GLOBEX}']}}\n"
    drifted.wish(wish)
    services = selling(root(GLOBEX))
    services.connected = [
        EndpointConnection(
            service_id=ID,
            endpoint_id="vpce-1",
            owner=ACME,
            state="available",
            region="us-east-1",
            created_at="2026-11-10T10:00:00Z",
        )
    ]
    drifted.reader = aws(services=services)
    said = drifted.adopt()
    assert (said.code, drifted.text()) == (4, wish)
    assert "refused[max_connected_removed] endpoint_service.api revokes 1 grant whose account is connected" in told(
        said
    )


def test_a_refusal_names_the_selected_objects_again(drifted: Drifted) -> None:
    """The command to paste has all selectors, each written for the shell."""
    drifted.wish(ENABLED)
    drifted.wish("{kind: experience, name: x, title: X}\n", "x.yaml")
    drifted.reader = aws(DISABLED)
    digest = drifted.plan().plan.short_digest
    said = drifted.adopt("--select experience.* --exclude experience.x*")
    assert said.code == 4
    assert said.out.endswith(
        "    reconciler drift --adopt --select 'experience.*' --exclude 'experience.x*' \\\n"
        f"      --accept ungoverned@{digest}\n"
    )


def test_an_acceptance_covers_what_the_plan_leaves_out(drifted: Drifted) -> None:
    """An object that is only observed is in no plan: its state in AWS is part of the digest that accepts a rule."""
    drifted.wish("{kind: experience, name: finance, title: Finance, status: enabled, mode: observe}\n")
    drifted.reader = aws(DISABLED)
    digests = [drifted.adopt().out.rpartition("@")[2].strip()]
    drifted.reader = aws(replace(DISABLED, description="Edited since"))
    digests += [drifted.adopt().out.rpartition("@")[2].strip(), drifted.plan().plan.short_digest]
    assert len({*digests}) == 3
    assert drifted.adopt(f"--select * --accept ungoverned@{digests[0]}").code == 4
    assert drifted.adopt(f"--select * --accept ungoverned@{digests[1]}").code == 0


def test_the_accounts_of_an_object_in_error_count(drifted: Drifted) -> None:
    """Another experience holds one of its principals, which is an error; that it was disabled, too, is refused."""
    held = "principals: [ou-abcd-finance0, '555555555555']"
    wish = f"{{kind: experience, name: finance, title: Finance, status: enabled, {held}}}\n"
    drifted.wish(wish)
    drifted.reader = aws(DISABLED, LiveExperience(id="exp-2", title="Other", principals=("555555555555",)))
    assert [one.code for one in drifted.plan().plan.problems if one.severity == "error"] == ["principal-held"]
    said = drifted.adopt()
    assert (said.code, drifted.text()) == (4, wish)
    assert "refused[ungoverned] 3 accounts become ungoverned" in told(said)
