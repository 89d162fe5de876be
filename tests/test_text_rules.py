"""Rules of the ground floor of texts, asked of made texts: what is hidden, what is most, which reading is best."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveykit.text.encodings import is_mostly_ascii, read_mostly_ascii
from surveykit.text.parse_number import parse_small_number
from surveykit.text.personal import classify_personal
from surveykit.text.strip_html import strip_html
from surveykit.text.western_text import ENCODINGS, count_natural

INSIDE = st.sampled_from(["x", "x y", "<b>x</b>", "<i>", "</i>", "a < b"])
HIDING = st.one_of(
    INSIDE.map("<!-- {} -->".format), INSIDE.map("<!-- <script>{}</script> -->".format),
    *(st.tuples(INSIDE, st.sampled_from(["", f"<{tag}>", "-->"])).map(f"<{tag}>{{0[0]}}{{0[1]}}</{tag}>".format)
      for tag in ("script", "STYLE")))


@settings(max_examples=60, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["one", "two", "是"]), HIDING), min_size=1, max_size=4),
       st.sampled_from(["", "<!-- never closed", "<script> </style> -->"]))
def test_what_comments_and_scripts_hold_is_never_shown(parts, end):
    page = "".join(f"{word}{hiding}" for word, hiding in parts) + end
    assert strip_html(page).split() == [word for word, _ in parts]


def test_a_column_is_what_half_of_its_texts_are_and_small_numbers_may_be_words():
    for size in range(1, 7):
        for mails in range(size + 1):
            texts = [*(f"a{n}@example.org" for n in range(mails)), *(f"answer {n}" for n in range(size - mails))]
            assert (classify_personal("Remarks", texts) == "email") is (mails > 0 and size <= 2 * mails), texts
    words = ("one", "two", "three", "four", "Five", "SIX")
    assert [parse_small_number(word) for word in (*words, "seven", "sevn")] == [*range(1, 8), None]
    assert [parse_small_number(word) for word in "一二三四五六七八九十"] == list(range(1, 11))
    assert [parse_small_number(word) for word in ("0", "99", "100", "-1")] == [0, 99, None, None]


ODD = st.binary(min_size=1, max_size=2).map(lambda data: bytes(0x80 | byte for byte in data))


@settings(max_examples=60, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["Yes", "caf", "Gr", "na"]), ODD, st.sampled_from(["e", "!", "", "ve"])),
                min_size=1, max_size=4))
def test_of_rare_bytes_the_reading_with_most_words_is_taken(words):
    data = b",".join(start.encode() + odd + end.encode() for start, odd, end in words) + b",Yes,No" * 1500
    read = read_mostly_ascii(data)
    assert is_mostly_ascii(data, 1000)
    if read is not None:
        text, encoding = read
        assert text == data.decode(encoding)
        rivals = [data.decode(name, errors="replace") for name in ENCODINGS]
        assert count_natural(text)[0] == max(count_natural(rival)[0] for rival in rivals if "\ufffd" not in rival)
