"""The English catalogue is complete, compiled, and carries every placeholder; the login pages speak our Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import polib
import pytest
from django.utils import translation

from portal import messages

CATALOGUES = messages.catalogues()
NAMES = [str(c.po.relative_to(messages.ROOT)) for c in CATALOGUES]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=NAMES)
def test_no_string_is_without_a_translation(catalogue: messages.Catalogue) -> None:
    po = polib.pofile(str(catalogue.po))
    assert sorted(set(messages.extract(catalogue)) - {entry.msgid for entry in po}) == []
    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=NAMES)
def test_translations_carry_the_placeholders_of_their_source(catalogue: messages.Catalogue) -> None:
    wrong = []
    for entry in polib.pofile(str(catalogue.po)):
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        wanted = set(messages.placeholders(entry.msgid))
        wrong += [entry.msgid for text in texts if not set(messages.placeholders(text)) <= wanted]
        wrong += [entry.msgid for text in texts[-1:] if set(messages.placeholders(text)) != wanted]
    assert wrong == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=NAMES)
def test_the_compiled_catalogue_is_that_of_its_source(catalogue: messages.Catalogue) -> None:
    assert catalogue.mo.read_bytes() == polib.pofile(str(catalogue.po)).to_binary()


# What the login library says in Chinese, said as the rest of the pages says it.
OWN_WORDS = messages.ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
LIBRARY_WORDS = Path(allauth.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
OUR_PAGES = ("account/", "mfa/", "templates/account", "templates/mfa", "templates/allauth")
NOT_OUR_WORDS = re.compile("Email|e-?mail|帐|账户|代码|token|passkey|登出|双因素|恢复代码|认证器", re.IGNORECASE)


def test_the_compiled_wording_of_the_login_pages_is_that_of_its_source() -> None:
    assert OWN_WORDS.with_suffix(".mo").read_bytes() == polib.pofile(str(OWN_WORDS)).to_binary()


def test_every_own_wording_is_of_a_string_that_the_library_has_and_differs_from_its_own() -> None:
    library = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(str(LIBRARY_WORDS))}
    own = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(str(OWN_WORDS))}
    assert sorted(set(own) - set(library), key=str) == []
    assert [key for key, text in own.items() if text == library[key]] == []
    wrong = [key for key, text in own.items() if messages.placeholders(text) != messages.placeholders(key[1])]
    assert wrong == []


def test_the_login_pages_use_our_words_throughout() -> None:
    entries = [
        entry
        for entry in polib.pofile(str(LIBRARY_WORDS))
        if not entry.msgid_plural and any(place.startswith(OUR_PAGES) for place, _line in entry.occurrences)
    ]
    assert len(entries) > 200
    with translation.override("zh-hans"):
        said = {
            entry.msgid: translation.pgettext(entry.msgctxt, entry.msgid)
            if entry.msgctxt
            else translation.gettext(entry.msgid)
            for entry in entries
        }
    bare = {msgid: messages.PLACEHOLDER.sub("", re.sub(r"<[^>]*>", "", text)) for msgid, text in said.items()}
    assert {msgid: text for msgid, text in bare.items() if NOT_OUR_WORDS.search(text)} == {}
