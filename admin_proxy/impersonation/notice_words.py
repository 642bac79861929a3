"""What a person is told of an impersonation, in English and German: around the changes, and each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError

from admin_proxy.audit.tags import Tag


@dataclass(frozen=True, slots=True)
class Around:
    title: str
    worked: str
    questions: str


IN = {
    "en": Around(
        title="{actor} changed something in your name",
        worked="{actor} ({actor_email}) worked in your name on {organization} from {start} to {end} ({zone}) and "
        "changed this:",
        questions="If you have questions about it, write to {actor_email} or ask your HR department.",
    ),
    "de": Around(
        title="{actor} hat in Ihrem Namen etwas geändert",
        worked="{actor} ({actor_email}) hat vom {start} bis zum {end} ({zone}) in Ihrem Namen bei {organization} "
        "gearbeitet und Folgendes geändert:",
        questions="Wenn Sie dazu Fragen haben, schreiben Sie an {actor_email} oder fragen Sie Ihre Personalabteilung.",
    ),
}


def action(language: str, tag: Tag) -> str:
    return GERMAN[tag] if language == "de" else tag.sentence


def field(language: str, name: str) -> str:
    named = name.replace("_", " ").capitalize()
    return _FIELDS.get(name, named) if language == "de" else named


def value(language: str, name: str, said: Any) -> str:
    """A value of the record, as it is said in that language; languages by their names."""
    nothing, yes, no = ("nichts", "ja", "nein") if language == "de" else ("nothing", "yes", "no")
    if said is None or said == "" or said == []:
        return nothing
    if isinstance(said, bool):
        return yes if said else no
    if isinstance(said, list):
        return ", ".join(value(language, name, one) for one in said)
    return _language(language, str(said)) if name == "language" else str(said)


def and_more(language: str, changes: int) -> str:
    if language == "de":
        return "… und eine weitere Änderung." if changes == 1 else f"… und {changes} weitere Änderungen."
    return "… and one more change." if changes == 1 else f"… and {changes:,} more changes."


def _language(language: str, code: str) -> str:
    try:
        return Locale.parse(code).get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code


GERMAN = {
    Tag.LOGIN_STARTED: "Angemeldet",
    Tag.LOGIN_FAILED: "Anmeldung versucht, ohne Erfolg",
    Tag.LOGIN_THROTTLED: "Nach zu vielen falschen Passwörtern gesperrt",
    Tag.LOGIN_ENDED: "Eine Anmeldung beendet",
    Tag.PASSWORD_CHOSEN: "Ein Passwort gewählt",
    Tag.PASSWORD_REFUSED: "Ein falsches aktuelles Passwort eingegeben",
    Tag.PRIVACY_ACCEPTED: "Die Datenschutzerklärung angenommen",
    Tag.SETTINGS_CHANGED: "Einstellungen geändert",
    Tag.ADMIN_CREATED: "Eine Administratorin oder einen Administrator angelegt",
    Tag.ROLE_CHANGED: "Eine Rolle geändert",
    Tag.SCOPE_CHANGED: "Einen Zuständigkeitsbereich geändert",
    Tag.PERSON_CREATED: "Eine Person angelegt",
    Tag.PERSON_CHANGED: "Eine Person geändert",
    Tag.PERSON_INVITED: "Eine Person eingeladen",
    Tag.PERSON_DEACTIVATED: "Eine Person deaktiviert",
    Tag.PERSON_REACTIVATED: "Eine Person reaktiviert",
    Tag.DEPARTMENT_CREATED: "Eine Abteilung angelegt",
    Tag.DEPARTMENT_RENAMED: "Eine Abteilung umbenannt",
    Tag.DEPARTMENT_MOVED: "Eine Abteilung verschoben",
    Tag.DEPARTMENT_MERGED: "Eine Abteilung mit einer anderen zusammengelegt",
    Tag.DEPARTMENT_DELETED: "Eine Abteilung gelöscht",
    Tag.GROUP_CREATED: "Eine Gruppe angelegt",
    Tag.GROUP_CHANGED: "Eine Gruppe umbenannt",
    Tag.GROUP_DELETED: "Eine Gruppe gelöscht",
    Tag.UPLOAD_APPLIED: "Einen CSV-Upload angewendet",
    Tag.GOAL_CREATED: "Ein Ziel gesetzt",
    Tag.GOAL_CHANGED: "Ein Ziel geändert",
    Tag.GOAL_CLOSED: "Ein Ziel abgeschlossen",
    Tag.GOAL_REOPENED: "Ein Ziel wieder geöffnet",
    Tag.CHECK_IN_MADE: "Den Stand eines Ziels eingetragen",
    Tag.MILESTONE_ADDED: "Einen Meilenstein hinzugefügt",
    Tag.MILESTONE_CHANGED: "Einen Meilenstein geändert",
    Tag.MILESTONE_REMOVED: "Einen Meilenstein entfernt",
    Tag.ORGANIZATION_CREATED: "Die Organisation angelegt",
    Tag.ORGANIZATION_CHANGED: "Eine Einstellung der Organisation geändert",
    Tag.FEEDBACK_GIVEN: "Feedback gegeben",
    Tag.FEEDBACK_REQUESTED: "Um Feedback gebeten",
    Tag.FEEDBACK_ANSWERED: "Eine Bitte um Feedback beantwortet",
    Tag.FEEDBACK_DECLINED: "Eine Bitte um Feedback abgelehnt",
    Tag.RECOGNITION_GIVEN: "Anerkennung ausgesprochen",
    Tag.REACTION_ADDED: "Auf eine Anerkennung reagiert",
    Tag.REACTION_REMOVED: "Eine Reaktion auf eine Anerkennung zurückgenommen",
    Tag.NOTIFICATION_RULE_CHANGED: "Eine Benachrichtigung geändert",
    Tag.NOTIFICATION_CHOICE_CHANGED: "Auswahl der Benachrichtigungen geändert",
    Tag.NOTIFICATION_TESTED: "Sich selbst eine Test-Benachrichtigung geschickt",
    Tag.LETTER_SENT_AGAIN: "Einen Brief erneut gesendet",
    Tag.REPORT_ASKED: "Einen Bericht angefordert",
    Tag.REPORT_FINISHED: "Ein Bericht wurde erstellt",
    Tag.REPORT_SENT: "Per E-Mail erfahren, dass ein Bericht fertig ist",
    Tag.REPORT_DOWNLOADED: "Einen Bericht heruntergeladen",
    Tag.REPORT_CANCELLED: "Einen Bericht abgebrochen",
    Tag.REPORT_REFUSED: "Ein Bericht wurde abgelehnt",
    Tag.REPORT_FAILED: "Wegen eines Fehlers keinen Bericht bekommen",
    Tag.AUDIT_EXPORTED: "Das Protokoll exportiert",
    Tag.IMPERSONATION_STARTED: "Eine Stellvertretung begonnen",
    Tag.IMPERSONATION_RENEWED: "Eine Stellvertretung fortgesetzt",
    Tag.IMPERSONATION_ENDED: "Eine Stellvertretung beendet",
    Tag.IMPERSONATION_REFUSED: "Eine Stellvertretung wurde abgelehnt",
    Tag.PAGE_OPENED: "Eine Seite geöffnet",
    Tag.PERSON_ERASED: "Gelöscht, was das Protokoll über eine Person sagt",
    Tag.RECORD_DROPPED: "Alte Einträge des Protokolls entfernt",
}
"""`Tag.sentence` in German."""

_FIELDS = {
    "about": "Zu",
    "account_activity_shown": "Kontoaktivität sichtbar",
    "by_email": "Per E-Mail",
    "closing_note": "Abschlussbemerkung",
    "comment": "Kommentar",
    "confidence": "Zuversicht",
    "company_value": "Unternehmenswert",
    "currency": "Währung",
    "department": "Abteilung",
    "description": "Beschreibung",
    "done_on": "Erledigt am",
    "due_on": "Fällig am",
    "email": "E-Mail",
    "employee_id": "Personalnummer",
    "ends_on": "Endet am",
    "first_name": "Vorname",
    "hire_date": "Eintritt",
    "in_app": "In der Anwendung",
    "language": "Sprache",
    "length": "Länge",
    "last_name": "Nachname",
    "location": "Standort",
    "manager": "Führungskraft",
    "message": "Nachricht",
    "name": "Name",
    "notify_of_changes": "Benachrichtigung über Änderungen",
    "of": "Von",
    "owner": "Verantwortlich",
    "progress": "Fortschritt",
    "reaction": "Reaktion",
    "role": "Rolle",
    "start": "Startwert",
    "starts_on": "Beginnt am",
    "state": "Status",
    "supports": "Unterstützt",
    "target": "Zielwert",
    "time_zone": "Zeitzone",
    "text": "Text",
    "title": "Titel",
    "to": "An",
    "unit": "Einheit",
    "value": "Stand",
    "visibility": "Sichtbarkeit",
    "weight": "Gewicht",
}
