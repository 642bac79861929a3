"""A sentence for the next page: an HTTP door answers with a 303, and the page that follows shows what it said.

It travels in the URL, signed, so that nobody can put words of their own onto the sign-in page.
"""

from __future__ import annotations

import secrets

from itsdangerous import BadData, URLSafeTimedSerializer

_FOR_SECONDS = 300
_signer = URLSafeTimedSerializer(secrets.token_hex(32), salt="said")


def seal(sentence: str) -> str:
    return str(_signer.dumps(sentence))


def unseal(sealed: str) -> str:
    """The sentence; empty for one that is forged, cut or older than five minutes."""
    try:
        sentence = _signer.loads(sealed, max_age=_FOR_SECONDS)
    except (BadData, ValueError):
        return ""
    return sentence if isinstance(sentence, str) else ""
