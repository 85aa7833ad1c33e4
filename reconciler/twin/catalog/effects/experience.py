"""Create, update, archive and revive an experience."""

from dataclasses import replace

from reconciler.twin.catalog.attempt import UNDOCUMENTED, Attempt, refuse
from reconciler.twin.catalog.change import Change
from reconciler.twin.catalog.entities import EDITABLE, RESTRICTED, Experience


def create(attempt: Attempt, change: Change) -> None:
    """Create a disabled experience. Names are not unique, so a second experience of the same name is created too."""
    attempt.world.put(
        Experience(
            id=change.experience,
            name=change.details["Name"],
            description=change.details.get("Description"),
            modified=attempt.now,
        )
    )


def update(attempt: Attempt, change: Change) -> None:
    """Set the values that are stated; an enabled experience needs neither policy nor audience (catalog 4.1)."""
    experience, details = attempt.world.experience(change.experience), change.details
    attempt.world.put(
        replace(
            experience,
            name=details.get("Name", experience.name),
            description=details.get("Description", experience.description),
            status=details.get("Status", experience.status),
        )
    )


def restrict(attempt: Attempt, change: Change) -> None:
    """Archive an experience that an earlier set disabled (catalog 4.1)."""
    experience = attempt.before.experience(change.experience)
    if experience.status != "Disabled":
        raise refuse(UNDOCUMENTED, f"Experience {experience.id} must be disabled before it is archived.")
    attempt.world.put(replace(experience, admin_status=RESTRICTED))


def revive(attempt: Attempt, change: Change) -> None:
    """Revive an archived experience; it stays disabled."""
    experience = attempt.before.experience(change.experience)
    if not experience.archived:
        raise refuse(UNDOCUMENTED, f"Experience {experience.id} is not archived.")
    attempt.world.put(replace(experience, admin_status=EDITABLE))
