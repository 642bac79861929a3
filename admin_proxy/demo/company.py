"""Kestrel Works, maker of weather and survey instruments: its offices, departments, titles and groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SLUG = "kestrel"
NAME = "Kestrel Works"
MAIL_DOMAIN = "kestrel.example"
VENDOR_MAIL_DOMAIN = "vendor.example"


@dataclass(frozen=True, slots=True)
class Office:
    location: str
    time_zone: str
    language: str
    weight: int
    """How many of a hundred people work here."""
    names: tuple[str, ...]
    """Whose names are heard here, the most frequent first."""


OFFICES = (
    Office("Chicago", "America/Chicago", "en", 20, ("english", "spanish", "indian", "polish", "yoruba")),
    Office("Berlin", "Europe/Berlin", "de", 16, ("german", "turkish", "ukrainian", "polish")),
    Office("Paris", "Europe/Paris", "fr", 11, ("french", "arabic", "portuguese")),
    Office("Prague", "Europe/Prague", "cs", 10, ("czech", "ukrainian", "hungarian", "vietnamese")),
    Office("Lisbon", "Europe/Lisbon", "pt", 7, ("portuguese", "italian", "spanish")),
    Office("Gothenburg", "Europe/Stockholm", "sv", 7, ("nordic", "arabic")),
    Office("Bengaluru", "Asia/Kolkata", "en", 9, ("hindi", "indian")),
    Office("Tokyo", "Asia/Tokyo", "ja", 6, ("japanese", "korean")),
    Office("Singapore", "Asia/Singapore", "en", 5, ("chinese", "vietnamese", "english")),
    Office("Mexico City", "America/Mexico_City", "es", 4, ("spanish",)),
    Office("Athens", "Europe/Athens", "el", 3, ("greek",)),
    Office("Haifa", "Asia/Jerusalem", "he", 2, ("hebrew", "arabic")),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A department: who leads it, what its people are called, and how many there are besides the lead."""

    name: str
    above: str | None
    lead: str
    size: int
    titles: tuple[str, ...]


_OUTLINE = """
Executive Office | Chief Executive Officer | 3 | Chief of Staff, Executive Assistant
Sales | Chief Revenue Officer | 1 | Executive Assistant
  Field Sales | VP Field Sales | 1 | Sales Planner
    Field Sales EMEA | Regional Sales Director | 16 | Account Executive, Senior Account Executive, Sales Engineer
    Field Sales Americas | Regional Sales Director | 15 | Account Executive, Senior Account Executive, Sales Engineer
    Field Sales APAC | Regional Sales Director | 10 | Account Executive, Sales Engineer
  Inside Sales | Head of Inside Sales | 13 | Sales Development Representative, Inside Sales Specialist
  Partner Sales | Head of Partner Sales | 6 | Partner Manager, Channel Specialist
  Sales Operations | Head of Sales Operations | 5 | Sales Operations Analyst, CRM Specialist
Product & Engineering | Chief Technology Officer | 2 | Technical Program Manager
  Platform Engineering | Director of Platform Engineering | 0
    Reliability | Engineering Manager | 8 | Site Reliability Engineer, Senior Site Reliability Engineer
    Data Platform | Engineering Manager | 9 | Data Engineer, Senior Data Engineer, Analytics Engineer
  Applications | Director of Applications | 0
    Web | Engineering Manager | 11 | Software Engineer, Senior Software Engineer
    Mobile | Engineering Manager | 8 | Mobile Engineer, Senior Mobile Engineer
  Instruments | Director of Instruments | 13 | Firmware Engineer, Electronics Engineer, Optics Engineer, Metrologist
  Product Management | Head of Product | 7 | Product Manager, Senior Product Manager
  Design | Head of Design | 6 | Product Designer, UX Researcher
  Quality | Head of Quality | 7 | Test Engineer, Quality Engineer
Customer Success | VP Customer Success | 0
  Onboarding | Head of Onboarding | 7 | Onboarding Specialist, Implementation Consultant
  Support | Head of Support | 16 | Support Engineer, Senior Support Engineer, Support Specialist
Marketing | Chief Marketing Officer | 0
  Brand | Head of Brand | 6 | Brand Designer, Copywriter, Content Strategist
  Demand Generation | Head of Demand Generation | 7 | Campaign Manager, Marketing Analyst
  Events | Head of Events | 4 | Event Manager
People & Culture | Chief People Officer | 1 | Executive Assistant
  Talent Acquisition | Head of Talent Acquisition | 6 | Recruiter, Sourcing Specialist
  Learning & Development | Head of Learning | 4 | Learning Designer, Trainer
  HR Operations | Head of HR Operations | 6 | HR Business Partner, Payroll Specialist
Finance | Chief Financial Officer | 0
  Accounting | Head of Accounting | 8 | Accountant, Senior Accountant
  Controlling | Head of Controlling | 5 | Financial Controller, Business Analyst
  Procurement | Head of Procurement | 4 | Buyer, Strategic Buyer
Legal & Compliance | General Counsel | 5 | Legal Counsel, Compliance Officer, Data Protection Officer
Operations | Chief Operating Officer | 0
  Logistics | Head of Logistics | 9 | Logistics Coordinator, Warehouse Associate
  Manufacturing | Plant Manager | 1 | Production Planner
    Assembly | Assembly Supervisor | 20 | Assembly Technician, Senior Assembly Technician
    Calibration | Calibration Supervisor | 9 | Calibration Technician, Laboratory Technician
  Facilities | Head of Facilities | 5 | Facilities Coordinator, Maintenance Technician
IT | Chief Information Officer | 0
  Workplace IT | Head of Workplace IT | 7 | IT Support Specialist, Systems Administrator
  Security | Head of Security | 6 | Security Engineer, Security Analyst
"""
"""Name, who leads it, how many more there are, what they are called; what is below stands further to the right."""


def _read(outline: str) -> Iterator[Unit]:
    path: list[str] = []
    for line in outline.strip().splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        name, lead, size, titles = (part.strip() for part in [*line.split("|"), ""][:4])
        path[depth:] = [name]
        yield Unit(name, path[depth - 1] if depth else None, lead, int(size), tuple(titles.split(", ")))


UNITS = tuple(_read(_OUTLINE))
"""Every department, those above before those below. The first one's lead leads the house."""
REGIONS = {
    "Executive Office": ("Chicago",),
    "Field Sales EMEA": ("Berlin", "Paris", "Prague", "Lisbon", "Gothenburg", "Athens", "Haifa"),
    "Field Sales Americas": ("Chicago", "Mexico City"),
    "Field Sales APAC": ("Bengaluru", "Tokyo", "Singapore"),
    "Manufacturing": ("Prague",),
    "Assembly": ("Prague",),
    "Calibration": ("Prague", "Berlin"),
}
"""Where a department is, unless it is everywhere."""

GROUPS = {
    "Rising Leaders": 18,
    "Mentors": 26,
    "First Aiders": 20,
    "Works Council": 9,
    "Women in Engineering": 22,
    "Sales Academy": 14,
}
"""Groups by name, and how many belong to each besides those who are named elsewhere."""
