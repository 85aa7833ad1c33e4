import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import create_loader

from reconciler.aws.calls import CallList
from reconciler.aws.models import models, reduced
from reconciler.aws.session import watched_session
from tests.aws.called import READS, WRITES
from tests.aws.conftest import StandingClock
from tests.verbs import VERB


def test_a_client_of_ec2_has_the_operations_that_are_listed_and_no_others() -> None:
    """Other operations cannot be called; the listed ones and the shapes that they reach are as in botocore."""
    ours, theirs = (
        loader.load_service_model("ec2", "service-2") for loader in (models(None, READS | WRITES), create_loader())
    )
    assert {f"ec2:{name}" for name in ours["operations"]} == {
        call for call in READS | WRITES if call.startswith("ec2:")
    }
    assert {name: theirs["operations"][name] for name in ours["operations"]} == ours["operations"]
    assert {**ours, "operations": None, "shapes": None} == {**theirs, "operations": None, "shapes": None}
    assert {name: theirs["shapes"][name] for name in ours["shapes"]} == ours["shapes"]
    assert set(ours["shapes"]) == reached(list(ours["operations"].values()), theirs["shapes"])


def reached(texts: list[Any], shapes: Mapping[str, Any]) -> set[str]:
    """Return the names of the shapes that some parts of a model name, and of those that these name in turn."""
    found: set[str] = set()
    while texts:
        one = texts.pop()
        if isinstance(one, dict):
            texts.extend(one.values())
            name = one.get("shape")
            if isinstance(name, str) and name not in found:
                found.add(name)
                texts.append(shapes[name])
        elif isinstance(one, list):
            texts.extend(one)
    return found


MODEL = """{
  "version":"2.0",
  "operations":{
    "A":{
      "input":{"shape":"AIn"}
    },
    "B":{"input":{"shape":"BIn"}}
  },
  "shapes":{
    "AIn":{
      "members":{
        "Name":{"shape":"Text","documentation":"<p>a \\"shape\\"</p>"}
      }
    },
    "BIn":{"type":"structure"},
    "Text":{"type":"string"}
  }
}
"""
LEFT = """{
  "version":"2.0",
  "operations":{
    "A":{
      "input":{"shape":"AIn"}
    }
  },
  "shapes":{
    "AIn":{
      "members":{
        "Name":{"shape":"Text","documentation":"<p>a \\"shape\\"</p>"}
      }
    },
    "Text":{"type":"string"}
  }
}
"""


def test_a_model_loses_what_its_operations_do_not_reach() -> None:
    """The text of the rest stays as it is."""
    assert reduced(MODEL.encode(), [b"A", b"C"]).decode() == LEFT


@pytest.mark.parametrize(
    "model",
    [
        json.dumps(json.loads(MODEL)),
        json.dumps(json.loads(MODEL), indent=2),
        json.dumps(json.loads(MODEL), indent=4),
        MODEL.replace('"Text":{', '"Other":{'),
        "{}",
        "",
    ],
)
def test_a_model_in_another_form_is_kept_whole(model: str) -> None:
    """A user's own model may be written otherwise, or lack a shape."""
    assert reduced(model.encode(), [b"A"]).decode() == model


def test_the_services_that_can_be_called_are_known_without_a_look() -> None:
    """A client asks whether a service exists, and would look at a folder of each of 430 to answer."""
    known = models(None, frozenset({"ec2:CreateTags"})).list_available_services("service-2")
    assert known == ["ec2", "signin", "sso", "sso-oidc", "sts"]
    assert set(known) <= set(create_loader().list_available_services("service-2"))


@pytest.mark.parametrize("service", ["iam", "marketplace-catalog", "organizations", "sts"])
def test_every_other_model_is_botocores(service: str) -> None:
    """The other models are small."""
    assert models(None, READS | WRITES).load_service_model(service, "service-2") == create_loader().load_service_model(
        service, "service-2"
    )


def test_the_users_own_models_are_found_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_DATA_PATH works as in every SDK program."""
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    session = watched_session(calls=CallList.of(VERB.values(), writing=False), clock=StandingClock())
    assert session.get_component("data_loader").search_paths[0] == str(tmp_path)


def test_only_the_members_that_are_read_of_sales_are_parsed() -> None:
    """Others, such as licences, never leave botocore; all else of these models is as in botocore."""
    ours, theirs = (
        loader.load_service_model("marketplace-agreement", "service-2")
        for loader in (models(None, READS | WRITES), create_loader())
    )
    kept = {"AgreementViewSummary": ["acceptor", "agreementId", "endTime", "status"], "Acceptor": ["accountId"]}
    assert {name: sorted(ours["shapes"][name]["members"]) for name in kept} == kept
    rest = ours["shapes"].keys() - kept
    assert {name: theirs["shapes"][name] for name in rest} == {name: ours["shapes"][name] for name in rest}
    assert ours["operations"] == theirs["operations"]
