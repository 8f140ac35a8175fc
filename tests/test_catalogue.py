"""The English catalogue is complete, compiled, and carries every placeholder."""

from __future__ import annotations

import polib
import pytest

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
