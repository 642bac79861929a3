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
Executive Office | Chief Executive Officer | 6 | Chief of Staff, Executive Assistant
Sales | Chief Revenue Officer | 3 | Executive Assistant, Pricing Analyst
  Field Sales | VP Field Sales | 5 | Sales Planner
    Field Sales EMEA | Regional Sales Director | 132 | Account Executive, Senior Account Executive, Sales Engineer
    Field Sales Americas | Regional Sales Director | 98 | Account Executive, Senior Account Executive, Sales Engineer
    Field Sales APAC | Regional Sales Director | 72 | Account Executive, Sales Engineer
  Inside Sales | Head of Inside Sales | 84 | Sales Development Representative, Inside Sales Specialist
  Partner Sales | Head of Partner Sales | 42 | Partner Manager, Channel Specialist
  Sales Operations | Head of Sales Operations | 32 | Sales Operations Analyst, CRM Specialist
Product & Engineering | Chief Technology Officer | 7 | Technical Program Manager
  Platform Engineering | Director of Platform Engineering | 3 | Principal Engineer
    Reliability | Engineering Manager | 46 | Site Reliability Engineer, Senior Site Reliability Engineer
    Data Platform | Engineering Manager | 54 | Data Engineer, Senior Data Engineer, Analytics Engineer
    Developer Experience | Engineering Manager | 24 | Software Engineer, Build Engineer
  Applications | Director of Applications | 3 | Principal Engineer
    Web | Engineering Manager | 72 | Software Engineer, Senior Software Engineer
    Mobile | Engineering Manager | 48 | Mobile Engineer, Senior Mobile Engineer
    Weather Services | Engineering Manager | 40 | Software Engineer, Meteorologist, Forecast Analyst
  Instruments | Director of Instruments | 88 | Firmware Engineer, Electronics Engineer, Optics Engineer, Metrologist
  Product Management | Head of Product | 38 | Product Manager, Senior Product Manager
  Design | Head of Design | 32 | Product Designer, UX Researcher
  Quality | Head of Quality | 48 | Test Engineer, Quality Engineer
Customer Success | VP Customer Success | 4 | Customer Programs Manager
  Onboarding | Head of Onboarding | 44 | Onboarding Specialist, Implementation Consultant
  Support | Head of Support | 160 | Support Engineer, Senior Support Engineer, Support Specialist
Marketing | Chief Marketing Officer | 3 | Marketing Planner
  Brand | Head of Brand | 30 | Brand Designer, Copywriter, Content Strategist
  Demand Generation | Head of Demand Generation | 38 | Campaign Manager, Marketing Analyst
  Events | Head of Events | 18 | Event Manager, Event Producer
People & Culture | Chief People Officer | 3 | Executive Assistant, People Analyst
  Talent Acquisition | Head of Talent Acquisition | 30 | Recruiter, Sourcing Specialist
  Learning & Development | Head of Learning | 20 | Learning Designer, Trainer
  HR Operations | Head of HR Operations | 36 | HR Business Partner, Payroll Specialist
Finance | Chief Financial Officer | 3 | Treasury Analyst
  Accounting | Head of Accounting | 48 | Accountant, Senior Accountant
  Controlling | Head of Controlling | 28 | Financial Controller, Business Analyst
  Procurement | Head of Procurement | 26 | Buyer, Strategic Buyer
Legal & Compliance | General Counsel | 24 | Legal Counsel, Compliance Officer, Data Protection Officer
Operations | Chief Operating Officer | 3 | Supply Chain Planner
  Logistics | Head of Logistics | 66 | Logistics Coordinator, Warehouse Associate
  Manufacturing | Plant Manager | 8 | Production Planner
    Assembly | Assembly Supervisor | 195 | Assembly Technician, Senior Assembly Technician
    Calibration | Calibration Supervisor | 72 | Calibration Technician, Laboratory Technician
  Facilities | Head of Facilities | 36 | Facilities Coordinator, Maintenance Technician
IT | Chief Information Officer | 3 | Enterprise Architect
  Workplace IT | Head of Workplace IT | 44 | IT Support Specialist, Systems Administrator
  Security | Head of Security | 34 | Security Engineer, Security Analyst
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
    "Rising Leaders": 48,
    "Mentors": 90,
    "First Aiders": 80,
    "Works Council": 17,
    "Women in Engineering": 90,
    "Sales Academy": 60,
}
"""Groups by name, and how many belong to each besides those who are named elsewhere."""
