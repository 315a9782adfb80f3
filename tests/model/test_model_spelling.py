"""Spellings of one name have one key; nothing typed breaks folding."""

from __future__ import annotations

import doctest
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapper.gazetteer import names
from mapper.model import spelling
from mapper.model.spelling import key, key_lines, one_edit_apart, one_edit_away, plain, spelt

ANYTHING = st.text(max_size=30)
#: What people write names with.
LETTERS = st.text(st.characters(min_codepoint=0x41, max_codepoint=0x4FF, categories=["L"]))


SPELLINGS = [
    "Gulyai-Pole Gulyaypole Huliaipole Hulyaypole Guljajpole Гуляйполе Гуляй-Поле",
    "Lugansk Luhansk Lugan'sk Luhans’k Луганск Луганськ",
    "Kyiv Kyyiv Київ",
    "Kiev Kiyev Киев Kiew",
    "Zaporizhia Zaporizhzhia Zaporizhzhya Zaporižžja Запоріжжя",
    "Izhevsk Ижевск Iževsk Izhewsk",
    "Khmelnytskyi Khmelnitsky Khmelnitskiy Хмельницький Хмельницкий",
    "Donetsk Donets'k Doneck Донецк Донецьк",
    "ChasivYar Chasiv-Yar Časiv-Jar ЧасівЯр",
    "Kherson Herson Херсон",
    "Shchastia Shchastya Щастя",
    "Yelabuga Elabuga Елабуга Єлабуга",
    "Yuzhne Iuzhne Южне",
    "Łódź Lodz ŁÓDŹ",
]


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_spellings_of_one_name_have_one_key(spellings):
    assert len({key(spelling) for spelling in spellings.split()}) == 1


def test_other_names_keep_other_keys():
    others = ["Belgorod", "Bilohorod", "Kursk", "Kurska", "Poltava", "Полтавка", "Sumy", "Суми-1"]
    assert len({key(name) for name in others}) == len(others)


@given(ANYTHING)
@example("\n")
@example("İzmir ß ŉ ﬁ ｶﾞ")
def test_folding_again_changes_nothing(name):
    assert plain(plain(name)) == plain(name)
    assert key(key(name)) == key(name)
    assert key(plain(name)) == key(name)
    assert "\n" not in plain(name)


@given(LETTERS)
def test_case_does_not_matter(name):
    assert plain(name.upper()) == plain(name.lower()) == plain(name)


@given(LETTERS, st.sampled_from("\u0300\u0301\u0302\u0308\u030c\u0328"), st.data())
def test_accents_do_not_matter(name, accent, data):
    at = data.draw(st.integers(0, len(name)))
    assert plain(name[:at] + accent + name[at:]) == plain(name)
    assert plain(unicodedata.normalize("NFD", name)) == plain(unicodedata.normalize("NFC", name))


@given(LETTERS, st.sampled_from(" -'’ʼʹ`.–\t"), st.data())
def test_hyphens_spaces_and_apostrophes_do_not_matter(name, mark, data):
    at = data.draw(st.integers(0, len(name)))
    assert plain(name[:at] + mark + name[at:]) == plain(name)


@given(st.lists(ANYTHING, min_size=1))
def test_many_at_once_are_as_one_by_one(many):
    lines = spelling.plain_lines("\n".join(name.replace("\n", " ") for name in many))
    assert lines.split("\n") == [plain(name) for name in many]
    assert key_lines(lines).split("\n") == [key(name) for name in many]


def test_marks_that_are_letters_stay():
    assert plain("ガザ") != plain("カサ")
    assert plain("किव") != plain("कव")


@given(st.text("abcdeg", min_size=2, max_size=7))
def test_one_edit_away_is_one_edit_apart(word):
    word = key(word)
    near = one_edit_away(word)
    assert word not in near
    assert word[1:] in near or key(word[1:]) in near | {"", word}
    # Some fold back to fewer letters, which takes the other half of them further.
    assert all(one_edit_apart(word, other) for other in near if len(other) >= len(word))


def test_one_edit_apart_tells_two_edits():
    assert one_edit_apart("belogorod", "belgorod")
    assert one_edit_apart("bakmuht", "bakmuth")
    assert one_edit_apart("sumy", "suma")
    assert not one_edit_apart("belogorod", "belohrod")
    assert not one_edit_apart("sumy", "suomi")


@pytest.mark.parametrize(
    ("name", "alternates", "shown"),
    [
        ("Hulyaypole", ["Huliai-Pole", "Huliaipole", "Гуляй-Поле", "Гуляйполе"], "Huliaipole"),
        ("Zaporizhzhya", ["Zaporozhye", "Zaporizhzhia", "Запорожье", "Запоріжжя"], "Zaporizhzhia"),
        # Not recorded, an old name, none in Cyrillic: GeoNames' name stays.
        ("Topoli", ["Тополі"], "Topoli"),
        ("Bakhmut", ["Artemivsk", "Артемівськ", "Бахмут"], "Bakhmut"),
        ("Odesa", ["Odessa"], "Odesa"),
        ("Tabachnoye", ["Tabachnoe", "Табачное"], "Tabachnoye"),
    ],
)
def test_ukrainian_places_are_shown_as_printed(name, alternates, shown):
    assert names.english_name(name, alternates) == shown


@pytest.mark.parametrize("module", [spelling, names])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_running_text_is_searched_for_all_spellings(spellings):
    """The pattern of one finds every other, and its beginning too."""
    texts = pa.array([one.casefold() for one in spellings.split()])
    for one in spellings.split():
        for start in (key(one), key(one)[:-2]):
            assert pc.all(pc.match_substring_regex(texts, f"^{spelt(start)}")).as_py(), one


@given(st.text("абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя", min_size=1))
@example("щзгъю")
@example("иъе")
@example("оъу")
@example("тьс")
@example("тщсьяі")
def test_a_pattern_finds_what_its_key_is_of(text):
    folded = text.lstrip("ьъ")
    if key(folded):
        found = pc.match_substring_regex(pa.array([folded]), f"^{spelt(key(folded))}")
        assert found[0].as_py()


def test_a_pattern_does_not_find_other_names():
    texts = pa.array(["харкiв", "харьков", "kherson", "garden"])
    assert not pc.any(pc.match_substring_regex(texts[1:], spelt(key("Kharkiv")))).as_py()
    assert not pc.any(pc.match_substring_regex(texts, spelt("1.5"))).as_py()
