"""The requests of one changed experience, and what each of them waits for. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reconciler.kind import Planned
from reconciler.model import Action, Address, Request, RequestKey, SafeOrder, Verb

from . import verbs
from .moving import AudienceChange, Audiences, Enablement
from .spec import LOGO_TAG, ExperienceStatus
from .title import name_beside

WORDS = {"allow": "Allow", "deny": "Deny", "enabled": "Enabled", "disabled": "Disabled"}
NOTHING = frozenset[RequestKey]()
BRANDING = {"title": "Title", "information": "Information", "theme_color": "ThemeColor", "logo_url": "LogoUrl"}


@dataclass(frozen=True, slots=True)
class ExperienceRequests:
    """The requests of one changed experience."""

    enablement: Enablement
    audience_changes: Sequence[AudienceChange]
    audiences: Audiences

    @property
    def planned(self) -> Planned:
        """Return the change with its desired and observed specs."""
        return self.enablement.planned

    @property
    def address(self) -> Address:
        """Return the address of the experience."""
        return self.enablement.address

    def requests(self) -> tuple[Request, ...]:
        """Return every request of the change; keys say in which order."""
        first = self.creation() if self.enablement.creates else self.revival()
        content = (*first, *self.policy(), *self.branding(), *self.products())
        fill = (*content, *self.audience(first, early=True))
        status = self.status({request.key for request in fill})
        body = (*fill, *status, *self.audience(self._complete(fill, status), early=False))
        return (*self._after_revival(body), *self.archival(body), *self.tags(body))

    def _complete(self, fill: Sequence[Request], status: Sequence[Request]) -> Sequence[Request]:
        """Return the requests that must be done before a moving principal arrives."""
        if SafeOrder.COMPLETE not in self.audiences.terms.safe_order:
            return [request for request in fill if request.verb is verbs.CREATE]
        return (*fill, *status) if self.enablement.opens else fill

    def creation(self) -> tuple[Request, ...]:
        """Create the experience with title and description, and a policy: without one, everything would be allowed."""
        tags = {change.path.removeprefix("tags."): change.after for change in self._values("tags.")}
        details = {"Name": self._after("title"), "Description": self._after("description")}
        configuration = {"PolicyResourceRequests": WORDS[self._after("user_requests") or "allow"]}
        return (
            replace(self._one(verbs.CREATE, _stated(details)), tags=tags or None),
            self._one(verbs.FIRST_POLICY, {"Configuration": configuration}),
        )

    def revival(self) -> tuple[Request, ...]:
        """Revive the experience.

        This is a request alone, since an archived experience refuses others (facts: catalog 4.1).
        """
        return (self._one(verbs.REVIVE, {}),) if self.planned.change.action is Action.REVIVE else ()

    def policy(self) -> tuple[Request, ...]:
        """Create the first policy of a live experience, or change what users may request."""
        if self.enablement.creates:
            return ()
        word = self._after("user_requests")
        if self.planned.change.value("products"):
            details = {"Configuration": {"PolicyResourceRequests": WORDS[word or "allow"]}}
            return (self._one(verbs.FIRST_POLICY, details),)
        details = {"Configuration": {"PolicyResourceRequests": WORDS[word]}} if word else {}
        return (self._one(verbs.POLICY, details),) if word else ()

    def branding(self) -> tuple[Request, ...]:
        """Change the branding fields that differ; the first ones create the branding settings, with a name."""
        looks = {BRANDING[change.path.removeprefix("branding.")]: change.after for change in self._values("branding.")}
        if not looks:
            return ()
        observed = self.planned.pair.observed
        if observed and observed.facts["has_branding"]:
            return (self._one(verbs.LOOKS, {"Configuration": looks}),)
        title = self._after("title") or (observed.spec.title if observed else None)
        name = name_beside(title, self.address)
        return (self._one(verbs.FIRST_LOOKS, {"Name": name, "Configuration": looks}),)

    def audience(self, earlier: Sequence[Request], *, early: bool) -> tuple[Request, ...]:
        """Let principals leave and arrive; arrivals come no earlier than the requests *earlier*."""
        keys = frozenset(request.key for request in earlier)
        return tuple(self._audience(one, keys) for one in self.audience_changes if one.early is early)

    def _audience(self, change: AudienceChange, earlier: frozenset[RequestKey]) -> Request:
        waits = earlier - change.after if change.verb is verbs.ARRIVE else NOTHING
        details = {"Principals": list(change.principals)}
        request = self._one(change.verb, details, change.key.part, after=change.after, not_before=waits)
        request = replace(request, apart_from=self.audiences.governing_above(change.principals))
        if change.right_after or request.whole:
            return replace(request, right_after=change.right_after, whole=request.whole and change.early)
        return request

    def products(self) -> tuple[Request, ...]:
        """Allow and deny the products that join a list. A product that leaves one list has joined the other."""
        allowed = self.planned.change.members("products.allow").added
        denied = self.planned.change.members("products.deny").added
        return (
            *self._chunks(verbs.ALLOW, allowed, lambda ids: {"Products": [{"Ids": ids}]}),
            *self._chunks(verbs.DENY, denied, lambda ids: {"Products": [{"Ids": ids}]}),
        )

    def status(self, fill: Iterable[RequestKey]) -> tuple[Request, ...]:
        """Change title, description and status in one request.

        Enabling comes with or after everything that completes it.
        """
        change = self.planned.change.value("status")
        wanted = change.after if change else None
        live = self.enablement.before
        word = "Enabled" if wanted is ExperienceStatus.ENABLED else "Disabled" if wanted and live else None
        named = (
            {} if self.enablement.creates else {"Name": self._after("title"), "Description": self._after("description")}
        )
        details = _stated({**named, "Status": word})
        if not details:
            return ()
        if word == "Disabled":
            covers = self.audiences.sure_of(self.enablement.staying)
            return (self._one(verbs.UPDATE, details, after=covers, not_before=self._before_ending()),)
        update = self._one(verbs.UPDATE, details, not_before=frozenset(fill if word else ()))
        beside = self.audiences.opening.get(self.address)
        return (replace(update, beside=beside, whole=False) if beside else update,)

    def _before_ending(self) -> frozenset[RequestKey]:
        """Return what must come before an experience stops governing: departures, and arrivals elsewhere."""
        leaving = [one for one in self.audience_changes if one.verb is verbs.LEAVE]
        left = frozenset(change.key for change in leaving)
        if SafeOrder.KEPT not in self.audiences.terms.safe_order:
            return left
        return left | self.audiences.arrivals(one for change in leaving for one in change.principals)

    def archival(self, others: Sequence[Request]) -> tuple[Request, ...]:
        """Archive the experience after all else, since it must be disabled first (facts: catalog 4.1)."""
        if self.planned.change.action is not Action.ARCHIVE:
            return ()
        earlier = frozenset(other.key for other in others)
        return (self._one(verbs.ARCHIVE, {}, after=earlier, not_before=self._before_ending() - earlier),)

    def tags(self, others: Sequence[Request]) -> tuple[Request, ...]:
        """Tag an existing experience; the hash of a logo is written after the logo was sent."""
        values = {change.path.removeprefix("tags."): change.after for change in self._values("tags.")}
        observed = self.planned.pair.observed
        if not values or observed is None:
            return ()
        arn = str(observed.facts["arn"])
        details = {"ResourceArn": arn, "Tags": [{"Key": key, "Value": value} for key, value in sorted(values.items())]}
        looks = (other.key for other in others if other.verb in {verbs.LOOKS, verbs.FIRST_LOOKS})
        return (self._one(verbs.TAG, details, after=frozenset(looks if LOGO_TAG in values else ())),)

    def _after_revival(self, body: Sequence[Request]) -> tuple[Request, ...]:
        revival = RequestKey(self.address, verbs.REVIVE.name)
        if self.planned.change.action is not Action.REVIVE:
            return tuple(body)
        return tuple(one if one.key == revival else replace(one, after=one.after | {revival}) for one in body)

    def _adds_policy(self) -> bool:
        return self.planned.change.value("products") is not None

    def _after(self, path: str) -> Any:  # noqa: ANN401 - any value of a spec
        change = self.planned.change.value(path)
        return change.after if change else None

    def _values(self, prefix: str) -> list[Any]:
        return [field for field in self.planned.change.fields if field.path.startswith(prefix)]

    def _one(
        self,
        verb: Verb,
        details: Mapping[str, Any],
        part: int = 0,
        *,
        after: frozenset[RequestKey] = NOTHING,
        not_before: frozenset[RequestKey] = NOTHING,
    ) -> Request:
        observed = self.planned.pair.observed
        return Request(
            address=self.address,
            verb=verb,
            part=part,
            details=details,
            remote_id=observed.remote_id if observed else None,
            revision=observed.revision if observed else "",
            after=after,
            not_before=not_before,
            whole=self.enablement.creates and part == 0,
        )

    def _chunks(self, verb: Verb, members: frozenset[str], details: Any) -> tuple[Request, ...]:  # noqa: ANN401
        """Cut a list into changes of 50, one after another: a change set takes one of a type (facts: catalog 1.4)."""
        policy = frozenset({RequestKey(self.address, verbs.FIRST_POLICY.name)} if self._adds_policy() else ())
        return tuple(
            self._one(
                verb,
                details(ids),
                part,
                after=frozenset({RequestKey(self.address, verb.name, part - 1)} if part else ()),
                not_before=policy,
            )
            for part, ids in enumerate(self.audiences.sizes.cut(sorted(members)))
        )


def _stated(details: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in details.items() if value is not None}
