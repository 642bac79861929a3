"""From a row of the outbox to an e-mail: headers that nothing can be added to, text, and the same text as HTML.

`EmailMessage` refuses line breaks in headers and encodes whatever is not ASCII. The HTML is the text, escaped, with its
paragraphs, links and indented lines set as such; it names no images and loads nothing.
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from admin_proxy.mail.tables import Letter

_URL = re.compile(r"https?://[^\s<>\"]+")

# Mail clients in the dark either take these colours or turn light ones round; both can be read.
_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{subject}</title>
<style>
:root {{ color-scheme: light dark; supported-color-schemes: light dark; }}
body {{ margin: 0; padding: 24px 16px; background: #ffffff; color: #1b1d22; }}
main {{ max-width: 600px; margin: 0 auto; font: 16px/1.5 -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }}
p {{ margin: 0 0 16px; overflow-wrap: anywhere; }}
.more {{ display: block; padding-left: 24px; color: #4a4f5a; }}
a {{ color: #2450b8; }}
@media (prefers-color-scheme: dark) {{
body {{ background: #15171c; color: #e9ebf0; }}
.more {{ color: #b6bcc8; }}
a {{ color: #9db8ff; }}
}}
</style>
</head>
<body>
<main>
{paragraphs}
</main>
</body>
</html>
"""


def of(letter: Letter, sender: Address) -> EmailMessage:
    """The e-mail, the same whenever it is made.

    Raises:
        ValueError: the address it goes to cannot stand in an e-mail.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = _address(letter)
    message["Subject"] = letter.subject
    message["Date"] = letter.created_at
    message["Message-ID"] = letter.message_id
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"  # no holiday notes in return
    message.set_content(letter.body)
    message.add_alternative(html(letter), subtype="html")
    return message


def html(letter: Letter) -> str:
    """The letter's text as a page that can be read in the light and in the dark."""
    paragraphs = [block for block in re.split(r"\n\s*\n", letter.body.strip("\n")) if block.strip()]
    return _PAGE.format(
        language=escape(letter.language),
        subject=escape(letter.subject),
        paragraphs="\n".join(f"<p>{_lines(block)}</p>" for block in paragraphs),
    )


def _address(letter: Letter) -> Address:
    name, _, domain = letter.to_email.rpartition("@")
    try:
        return Address(letter.to_name, addr_spec=f"{name}@{domain.encode('idna').decode()}")
    except (ValueError, IndexError, MessageError) as error:  # the standard library's parser raises each of them
        raise ValueError(f"{letter.to_email!r} is no e-mail address") from error


def _lines(block: str) -> str:
    lines: list[str] = []
    for line in block.splitlines():
        said = _linked(line.strip())
        if line.startswith(" "):
            lines.append(f'<span class="more">{said}</span>')
        else:
            lines.append(f"<br>{said}" if lines and not lines[-1].endswith("</span>") else said)
    return "\n".join(lines)


def _linked(line: str) -> str:
    """Escaped, with what is an address on the web made a link."""
    parts, end = [], 0
    for found in _URL.finditer(line):
        parts += [escape(line[end : found.start()]), f'<a href="{escape(found[0])}">{escape(found[0])}</a>']
        end = found.end()
    return "".join([*parts, escape(line[end:])])
