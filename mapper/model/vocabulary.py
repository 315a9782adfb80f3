"""The field's words: the values a column may hold, and what each means.

Sources of the terms: ISW, GeoConfirmed, Bellingcat, Airwars (verification),
Atlos, ACLED, UCDP GED and VIINA (precision of place and time).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Term:
    """One allowed value with the words a person sees."""

    value: str
    label: str
    meaning: str


def _terms(*rows: tuple[str, str, str]) -> dict[str, Term]:
    return {value: Term(value, label, meaning) for value, label, meaning in rows}


VERIFICATION_STATUSES: Final = _terms(
    ("unverified", "Unverified", "Nobody independent has checked it yet."),
    ("reported", "Reported", "A source reports it; nobody independent has confirmed it."),
    ("claimed", "Claimed", "A party to the conflict says so."),
    ("corroborated", "Corroborated", "Independent sources agree on it."),
    ("geolocated", "Geolocated", "Footage was matched to the place."),
    ("verified", "Verified", "Place, time and content were checked."),
    ("disputed", "Disputed", "Sources contradict each other."),
    ("debunked", "Debunked", "Shown to be false."),
)

WORKFLOW_STATUSES: Final = _terms(
    ("new", "New", "Nobody has worked on it."),
    ("in_progress", "In progress", "Somebody is working on it."),
    ("needs_review", "Needs review", "A second person should look."),
    ("done", "Done", "Finished."),
)

GEO_PRECISIONS: Final = _terms(
    ("exact", "Exact", "The place itself is known."),
    ("vicinity", "Vicinity", "Known to about a hundred metres."),
    ("settlement", "Settlement", "Known to the town or village."),
    ("area", "Area", "Known to a district or to the surroundings of a place."),
    ("region", "Region", "Known only to the region."),
    ("country", "Country", "Known only to the country; no distance is offered."),
)

#: How little is known of a place that is no point on the map.
ROUGH_PLACES: Final = _terms(
    ("none", "Without a place", "In the list, but not on the map; no distance is offered."),
    ("region", "Known only to the region", "Drawn as an area; the distance is an interval."),
    ("country", "Known only to the country", "No distance is offered."),
)

#: Radius in metres proposed where a source states a precision but no radius.
#: None: no distance is offered. Proposals of ours, not of the sources.
DEFAULT_RADIUS_M: Final[dict[str, float | None]] = {
    "exact": 10.0,
    "vicinity": 100.0,
    "settlement": 5_000.0,
    "area": 30_000.0,
    "region": 100_000.0,
    "country": None,
}

DATE_PRECISIONS: Final = _terms(
    ("day", "Day", "The day is known."),
    ("week", "Week", "Known to the week, or to a few days."),
    ("month", "Month", "Known to the month."),
    ("year", "Year", "Known to the year."),
)

EVENT_TYPES: Final = _terms(
    ("Battles", "Battles", "Armed clash between organised groups."),
    (
        "Explosions/Remote violence",
        "Explosions / remote violence",
        "Strike, shelling, missile, drone, mine or bomb.",
    ),
    ("Violence against civilians", "Violence against civilians", "Attack on unarmed people."),
    ("Protests", "Protests", "Demonstration without violence by those taking part."),
    ("Riots", "Riots", "Violence by a crowd."),
    ("Strategic developments", "Strategic developments", "Change of control, agreement, claim."),
)

WEAPONS: Final = _terms(
    ("drone", "Drone", "One-way or other uncrewed aircraft."),
    ("cruise_missile", "Cruise missile", ""),
    ("ballistic_missile", "Ballistic missile", ""),
    ("missile", "Missile", "A missile of a kind not stated."),
    ("glide_bomb", "Glide bomb", ""),
    ("aircraft", "Air strike", "Air strike with munitions not stated."),
    ("artillery", "Artillery", ""),
    ("mlrs", "Rocket artillery", "Multiple-launch rocket system."),
    ("mine", "Mine or IED", ""),
    ("unknown", "Unknown", "Not stated."),
)

TARGET_TYPES: Final = _terms(
    ("residential", "Residential", ""),
    ("industrial", "Industrial", ""),
    ("administrative", "Administrative", ""),
    ("healthcare", "Healthcare", ""),
    ("school", "School or childcare", ""),
    ("military", "Military", ""),
    ("commercial", "Commercial", ""),
    ("religious", "Religious", ""),
    ("undefined", "Undefined", ""),
)

OUTCOMES: Final = _terms(
    ("hit", "Hit", ""),
    ("damage", "Damage", ""),
    ("intercepted_debris", "Debris of an interception", ""),
    ("no_damage", "No damage", ""),
    ("unknown", "Unknown", ""),
)

SOURCE_TYPES: Final = _terms(
    ("official", "Official", ""),
    ("news", "News", ""),
    ("social", "Social media", ""),
    ("satellite", "Satellite imagery", ""),
    ("dataset", "Data set", ""),
    ("witness", "Witness", ""),
    ("other", "Other", ""),
)

CONTROL_STATUSES: Final = _terms(
    ("occupied", "Occupied", "Held by the attacking side."),
    ("contested", "Contested", "Grey zone, or not known who holds it."),
    ("liberated", "Liberated", "Taken back."),
    ("government_held", "Government-held", "Held by the country's government."),
    ("pre_2022_occupied", "Occupied before 2022", "Held since before 24 February 2022."),
)

ASSESSMENTS: Final = _terms(
    ("assessed", "Assessed", "The source judged it so."),
    ("claimed", "Claimed", "A party claims it."),
    ("infiltration", "Infiltration", "Presence without control."),
)

REDISTRIBUTIONS: Final = _terms(
    ("yes", "May be republished", ""),
    ("no", "May not be republished", ""),
    ("unknown", "Terms not known", ""),
)

#: Columns that claims are about, as a person reads them.
FIELD_LABELS: Final = {
    "date_start": "Date",
    "date_end": "Last day",
    "place_name": "Place",
    "admin1": "Region",
    "geo_precision": "Precision",
    "killed_min": "Killed, at least",
    "killed_best": "Killed",
    "killed_max": "Killed, at most",
    "injured_min": "Injured, at least",
    "injured_best": "Injured",
    "injured_max": "Injured, at most",
    "target_type": "Target",
    "perpetrator_alleged": "Carried out by, as alleged",
    "claimed_by": "Claimed by",
    "denied_by": "Denied by",
    "affected_party": "Affected",
    "verification_status": "Status",
}


def field_label(name: str) -> str:
    """Return the words for a column that a claim is about."""
    return FIELD_LABELS.get(name, name.replace("_", " ").capitalize())


#: What stands in a field of an event, for whoever fills it in.
FIELD_MEANINGS: Final = {
    "title": "One line that says what is reported, and where.",
    "description": "What is reported, in as many words as it takes.",
    "date_start": "The day it happened, or the first and last day it may have happened. "
    "A night strike keeps its local date.",
    "date_precision": "How exactly the day is known.",
    "time_local": "Time of day at the place, as the source gives it, such as 14:30.",
    "timezone": "The zone of that time, such as Europe/Kyiv, "
    "or its hours from UTC, such as +03:00.",
    "place_name": "The place as the source names it.",
    "admin1": "Oblast, region or state.",
    "country": "Country by its name or two-letter code (ISO 3166-1).",
    "geo_precision": "How exactly the place is known.",
    "radius_m": "How far the true place may be from the mark.",
    "event_type": "The kind of event (ACLED's types).",
    "weapon": "What was used, as the sources say.",
    "target_type": "What was hit, or said to be the target (Bellingcat's areas).",
    "outcome": "What came of it.",
    "perpetrator_alleged": "Who carried it out, as sources allege; not a finding of yours.",
    "claimed_by": "The party that says it did it.",
    "denied_by": "The party that says it did not.",
    "affected_party": "Who was harmed: people, a group or a place.",
    "killed": "People killed: 3, 1-3, 2 (1-3) or at least 1. Zero means reported none.",
    "injured": "People injured: 3, 1-3, 2 (1-3) or at least 1. Zero means reported none.",
    "verification_status": "How far the report is checked; not how far your work is.",
    "workflow_status": "How far your own work on it is.",
    "sensitive": "A sensitive event is left out of every export.",
    "incident_id": "Shared by the impact points of one salvo, so that people are counted once.",
    "tags": "Words of your own to find it by, separated by commas.",
    "notes": "Your remarks: how it was placed, what is open.",
}


def field_meaning(name: str) -> str:
    """Return what stands in a field of an event, "" if there is nothing to explain."""
    return FIELD_MEANINGS.get(name, "")


#: What stands in a field of a source, for whoever fills it in.
SOURCE_FIELD_MEANINGS: Final = {
    "url": "Where the report stands: a web address.",
    "archive_url": "A copy that lasts, such as one of web.archive.org or archive.ph.",
    "publisher": "Who published it: a paper, an agency, a channel.",
    "title": "The headline, as it stands there.",
    "author": "Who wrote or filmed it.",
    "published_at": "The day it was published, with the time if the source gives it.",
    "source_type": "What kind of source it is.",
    "language": "The language it is in: its code, such as uk, or its name.",
    "quote": "The words that matter, as they stand there.",
    "notes": "Your remark about the source.",
}

#: What stands in a field of a medium, for whoever fills it in.
MEDIUM_FIELD_MEANINGS: Final = {
    "caption": "What it shows, in a few words.",
    "taken_at": "The day it was taken, with the time if that is established; "
    "files often say otherwise.",
}
