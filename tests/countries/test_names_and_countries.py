"""Names and countries in one spelling, whatever the list; what belongs to different factories stays apart."""

from __future__ import annotations

import unicodedata

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countries.domain.countries import code_of, name_of
from files.domain.names import match_name, match_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lotus Garments Co., Ltd.", "LOTUS GARMENTS"),
        ("Lotus  Garments (Pvt) Limited", "lotus garments"),
        ("São João Têxtil S.A.", "Sao Joao Textil SA"),
        ("Đồng Nai May Mặc", "Dong Nai May Mac"),
        ("Łódź Szycie Sp.", "Lodz Szycie Sp"),
        ("IŞIK Tekstil", "Işık TEKSTİL"),
        ("Straße & Söhne GmbH", "STRASSE SOHNE"),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"),
        ("ﬁne ﬂax", "Fine Flax"),
        ("Ste. S.A.R.L. Nouvelle", "ste nouvelle"),
        ("ដេរ\u200bសម្លៀកបំពាក់", "ដេរសម្លៀកបំពាក់"),  # a space without width between Khmer words
    ],
)
def test_one_factory_s_name_has_one_spelling(one, other):
    assert match_name(one) == match_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lotus Unit 1", "Lotus Unit 2"),
        ("រោងចក្រ ក", "រោងចក្រ កា"),  # Khmer: the vowel sign is a letter, not an accent
        ("কারখানা", "কারখানী"),
        ("مصنع", "مصنعة"),
    ],
)
def test_different_names_stay_different(one, other):
    assert match_name(one) != match_name(other)


def test_a_name_of_nothing_but_legal_forms_keeps_them():
    assert match_name("SAS Co. Ltd") == "sas co ltd"


def test_punctuation_alone_is_no_name():
    assert match_name("***") == ""


@given(st.text())
def test_a_spelling_is_its_own_spelling(text):
    assert match_text(match_text(text)) == match_text(text)
    assert match_name(match_name(text)) == match_name(text)


@given(st.text(st.characters(categories=("Ll", "Lu"), max_codepoint=0x17F)))
def test_case_and_composition_of_latin_letters_do_not_matter(text):
    assert match_text(text.upper()) == match_text(text.upper().lower())
    assert match_text(unicodedata.normalize("NFD", text)) == match_text(unicodedata.normalize("NFC", text))


@given(st.text())
def test_a_spelling_has_single_spaces_and_no_capital(text):
    spelt = match_text(text)

    assert spelt == " ".join(spelt.split())
    assert spelt == spelt.casefold()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KH", "KH"),
        ("kh", "KH"),
        ("KHM", "KH"),
        ("Cambodia", "KH"),
        ("KINGDOM OF CAMBODIA", "KH"),
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("UAE", "AE"),
        ("China Mainland", "CN"),
        ("P.R. China", "CN"),
        ("Korea (Republic of)", "KR"),
        ("South Korea", "KR"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Moldova (Republic of)", "MD"),
        ("Haïti", "HT"),
        ("Cote d’Ivoire", "CI"),
        ("Bosnia & Herzegovina", "BA"),
        ("The Netherlands", "NL"),
        ("Congo", "CG"),
        ("Democratic Republic of the Congo", "CD"),
        ("Dominica", "DM"),
        ("Dominican Republic", "DO"),
        ("Niger", "NE"),
        ("Kosovo", "XK"),
    ],
)
def test_countries_are_known_by_the_names_of_real_lists(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("text", ["", "  ", "Atlantis", "XX", "Asia", "of", "the", "EU", "-"])
def test_what_is_no_country_is_none(text):
    assert code_of(text) is None


@pytest.mark.parametrize("country", list(pycountry.countries), ids=lambda country: country.alpha_2)
def test_every_country_is_found_by_its_codes_and_each_of_its_names(country):
    names = [
        getattr(country, kind, None)
        for kind in ("name", "common_name", "official_name", "alpha_2", "alpha_3")
    ]

    assert {code_of(name) for name in names if name} == {country.alpha_2}
    assert code_of(name_of(country.alpha_2)) == country.alpha_2


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("KH", "en", "Cambodia"),
        ("KH", "fr", "Cambodge"),
        ("KH", "ar", "كمبوديا"),
        ("VN", "en", "Vietnam"),
        ("VN", "vi", "Việt Nam"),
        ("HT", "ht", "Ayiti"),
        ("BD", "bn", "বাংলাদেশ"),
        ("KH", "km", "កម្ពុជា"),
        ("JO", "fr-ca", "Jordanie"),
        ("JO", "no-such-language", "Jordan"),
    ],
)
def test_a_country_is_called_as_the_reader_calls_it(code, language, name):
    assert name_of(code, language) == name
