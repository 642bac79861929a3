"""Every word that reports say to people, in one place: the screen's and the letter's, and the headings of the files."""

from __future__ import annotations

from babel.numbers import format_decimal

from admin_proxy.audit.exporting import HEADINGS as OF_THE_RECORD
from admin_proxy.goals.tables import Confidence, GoalState
from admin_proxy.reports.tables import Kind
from admin_proxy.words import later, locale

LABELS = {
    Kind.MY_GOALS: later("My goals"),
    Kind.RECEIVED_FEEDBACK: later("Feedback I received"),
    Kind.TEAM_PROGRESS: later("Team progress"),
    Kind.USER_ACTIVITY: later("User activity"),
    Kind.IMPERSONATION_SESSIONS: later("Impersonation sessions"),
    Kind.AUDIT_LOGS: later("Audit logs"),
}

# What is wrong beside a field
CHOOSE_A_KIND = later("Choose one of the reports that are offered.")
CHOOSE_A_FORMAT = later("Choose CSV or XLSX.")
NO_DAY = later("Choose a day, or leave it empty.")
UPSIDE_DOWN = later("The last day lies before the first. Choose a later one.")

# Why there is none, or no more
TOO_MANY_UNFINISHED = later(
    "{most} reports are being generated already. Wait until one of them is ready, or cancel one."
)
TOO_MANY_IN_A_DAY = later("{most} reports were generated within a day, which is the most. Try again tomorrow.")
NO_SUCH_REPORT = later("There is no such report, or it is no longer kept.")
NOT_READY = later("This report has no file.")
NOT_YOURS = later("You are no longer allowed to see what this report tells.")
DEACTIVATED = later("The account that the report is for is deactivated.")
SESSION_OVER = later("The impersonation in which it was asked for has ended.")
SCOPE_CHANGED = later("Your scope has changed since. Generate the report again.")
DOOR_CLOSED = later("This download is no longer open. Choose Download again.")
TOO_LARGE = later("It became larger than 200 MB, which is the most. Choose a shorter time.")
FAILED = later("It could not be generated. Try again; if that fails too, tell whoever runs this server.")

HEADINGS: dict[str, dict[Kind, tuple[str, ...]]] = {
    "en": {
        Kind.MY_GOALS: (
            "Goal", "Description", "Visibility", "State", "Confidence", "Progress (%)", "Start", "Current", "Target",
            "Weight", "Begins", "Ends", "Last check-in", "Milestones done", "Milestones", "Supports", "Closed",
            "Closing note",
        ),
        Kind.RECEIVED_FEEDBACK: ("Given", "From", "Title", "About", "Question", "Feedback"),
        Kind.TEAM_PROGRESS: (
            "Person", "E-mail", "Title", "Goal", "Visibility", "Confidence", "Progress (%)", "Current", "Target",
            "Weight", "Ends", "Last check-in", "Quiet for 30 days",
        ),
        Kind.USER_ACTIVITY: (
            "Name", "E-mail", "Employee id", "Title", "Department", "Location", "Manager", "Role", "Status",
            "Deactivated on", "Hired", "Privacy policy accepted", "Last sign-in", "Open public goals",
            "Last check-in on a public goal", "Recognitions given", "Recognitions received",
        ),
        Kind.IMPERSONATION_SESSIONS: (
            "Began", "Ended", "Length", "Administrator", "Administrator's e-mail", "Impersonated",
            "Impersonated person's e-mail", "Reason", "Continued", "Changes", "End", "Session",
        ),
        Kind.AUDIT_LOGS: OF_THE_RECORD,
    },
    "de": {
        Kind.MY_GOALS: (
            "Ziel", "Beschreibung", "Sichtbarkeit", "Status", "Zuversicht", "Fortschritt (%)", "Startwert", "Stand",
            "Zielwert", "Gewicht", "Beginnt am", "Endet am", "Letzter Stand vom", "Meilensteine erledigt",
            "Meilensteine", "Unterstützt", "Abgeschlossen am", "Abschlussbemerkung",
        ),
        Kind.RECEIVED_FEEDBACK: ("Gegeben am", "Von", "Titel", "Über", "Frage", "Feedback"),
        Kind.TEAM_PROGRESS: (
            "Person", "E-Mail", "Titel", "Ziel", "Sichtbarkeit", "Zuversicht", "Fortschritt (%)", "Stand", "Zielwert",
            "Gewicht", "Endet am", "Letzter Stand vom", "Seit 30 Tagen still",
        ),
        Kind.USER_ACTIVITY: (
            "Name", "E-Mail", "Personalnummer", "Titel", "Abteilung", "Standort", "Führungskraft", "Rolle", "Status",
            "Deaktiviert am", "Eintritt", "Datenschutzerklärung angenommen", "Letzte Anmeldung",
            "Offene öffentliche Ziele", "Letzter Stand eines öffentlichen Ziels", "Anerkennungen ausgesprochen",
            "Anerkennungen erhalten",
        ),
        Kind.IMPERSONATION_SESSIONS: (
            "Begann", "Endete", "Dauer", "Administrator", "E-Mail des Administrators", "In wessen Namen",
            "E-Mail der Person", "Grund", "Verlängert", "Änderungen", "Ende", "Sitzung",
        ),
        Kind.AUDIT_LOGS: OF_THE_RECORD,
    },
}  # fmt: skip

STATES = {
    "en": {
        GoalState.OPEN: "Open",
        GoalState.REACHED: "Reached",
        GoalState.NOT_REACHED: "Not reached",
        GoalState.DROPPED: "Dropped",
    },
    "de": {
        GoalState.OPEN: "Offen",
        GoalState.REACHED: "Erreicht",
        GoalState.NOT_REACHED: "Nicht erreicht",
        GoalState.DROPPED: "Aufgegeben",
    },
}
CONFIDENCES = {
    "en": {
        Confidence.ON_TRACK: "On track",
        Confidence.AT_RISK: "At risk",
        Confidence.OFF_TRACK: "Off track",
        None: "No check-in yet",
    },
    "de": {
        Confidence.ON_TRACK: "Auf Kurs",
        Confidence.AT_RISK: "Gefährdet",
        Confidence.OFF_TRACK: "Vom Kurs ab",
        None: "Noch kein Stand",
    },
}
VISIBILITY = {"en": {True: "Public", False: "Private"}, "de": {True: "Öffentlich", False: "Privat"}}
YES_NO = {"en": {True: "yes", False: "no"}, "de": {True: "ja", False: "nein"}}

SUBJECT = {"en": "Your report is ready: {report}", "de": "Ihr Bericht ist fertig: {report}"}
READY = {
    "en": "The report '{report}' of {asked_at} is ready ({format}, {size}).",
    "de": "Der Bericht „{report}“ vom {asked_at} ist fertig ({format}, {size}).",
}
ASKED_BY = {
    "en": "{actor} ({actor_email}) asked for it in your name.",
    "de": "{actor} ({actor_email}) hat ihn in Ihrem Namen angefordert.",
}
WHERE = {
    "en": "Download it here, until {kept_until}. You will be asked to sign in: the link alone opens nothing.",
    "de": "Hier können Sie ihn bis zum {kept_until} herunterladen. Dazu melden Sie sich an: "
    "Der Link allein öffnet nichts.",
}


def size(count: int) -> str:
    """`812 B`, `4 KB`, `1.2 MB`, as the language that is spoken writes numbers."""
    if count < 1_000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{round(count / 1_000)} KB"
    return f"{format_decimal(round(count / 1_000_000, 1), locale=locale())} MB"
