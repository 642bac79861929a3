import pytest

from admin_proxy.accounts.devices import device

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
BROWSERS = {
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/141.0.0.0 Safari/537.36": "Chrome on Windows",
    f"Mozilla/5.0 (Linux; Android 15) {WEBKIT} Chrome/141.0.0.0 Mobile Safari/537.36": "Chrome on Android",
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/141.0.0.0 Safari/537.36": "Chrome on Linux",
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/18.0 Safari/605.1.15": "Safari on macOS",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0": "Firefox on Linux",
    "curl/8.14.1": "curl",
    "": "Unknown browser",
    "\0<script>": "Unknown browser",
    "x" * 100_000: "Unknown browser",
}


@pytest.mark.parametrize(("user_agent", "words"), BROWSERS.items(), ids=BROWSERS.values())
def test_a_browser_is_said_in_words(user_agent, words):
    assert device(user_agent) == words
