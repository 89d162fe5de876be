"""Regular expressions: the whole text must match, and no pattern can keep us busy."""

import re
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveykit.errors import CodebookError
from surveykit.expression import parse

EMAIL = r"^[\w-\.]+@([\w-]+\.)+[\w-]{2,4}$"


def matches(pattern: str, text: str) -> bool:
    """Whether `regex(., pattern)` holds for a text."""
    return parse(f'regex(., "{pattern}")').evaluate(dict, here=text)


CASES = [
    (r"1[3-9]\d{9}", "13812345678", True), (r"^1[3-9]\d{9}$", "13812345678", True),
    (r"^1[3-9]\d{9}$", "12812345678", False), (r"1[3-9]\d{9}", " 13812345678", False),
    (r"\d{17}[\dXx]", "11010519491231002X", True), (EMAIL, "wang.xm@mail.scut.edu.cn", True),
    (EMAIL, "wang@mail", False), (EMAIL, "@mail.cn", False), ("[一-鿿]{2,4}", "王小明", True),
    ("[一-鿿·]+", "阿依古丽·买买提", True), (r"[\u4e00-\u9fa5]+", "王", True), (r"[\u4e00-\u9fa5]+", "Wang", False),
    (r"\d+", "１２", False),  # ASCII only, as in Java and JavaScript
    (r"\w+", "é", False), (r"[A-Z][a-z]+( [A-Z][a-z]+)*", "Ada Lovelace King", True),
    (r"^\d{3}$|^\d{5}$", "12345", True), (r"^\d{3}$|^\d{5}$", "1234", False), (r"(^|,)a", "a", True),
    (r"a^b", "ab", False), (r"a$b", "ab", False), (r"^$", "", True), (r"$^", "", True), (r"a?", "", True),
    (r"", "", True), (r"", "a", False), (r"a|", "", True), (r".*", "any thing", True), (r".", "\n", False),
    (r"[\s\S]*", "two\nlines", True), (r"[^0-9]+", "abc", True), (r"[^\d]+", "ab1", False), (r"[a-]+", "a-a", True),
    (r"[-a]+", "-a", True), (r"\.\-\/\\", r".-/\ "[:-1], True), (r"]}", "]}", True), (r"a{2}", "aa", True),
    (r"a{2,}", "a", False), (r"a{2,}", "aaaaa", True), (r"a{0,2}", "aaa", False), (r"a{0}", "", True),
    (r"(a|b){3}?", "aba", True), (r"(a{2})+", "aaaa", True),
    ("a" * 200, "a" * 200, True), (r"(){9999}", "", True), (r"\x41\t", "A\t", True), (r"𠮷+", "𠮷𠮷", True)]


@pytest.mark.parametrize(("pattern", "text", "expected"), CASES)
def test_it_matches_the_whole_text(pattern, text, expected):
    assert matches(pattern, text) is expected


REPETITIONS = ["", "*", "+", "?", "{2}", "{1,2}", "{0,1}", "{2,}", "*?", "+?"]


def quantified(part):
    """A part with something behind it."""
    return st.builds("(?:{}){}".format, part, st.sampled_from(REPETITIONS))


atoms = st.sampled_from(["a", "b", "-", "1", ".", r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"\.", "[ab]",
                         "[^a]", "[a-b1]", r"[\d-]", r"[^\w]", "^", "$", "[.]", r"\x61", ""])
patterns = st.recursive(
    atoms,
    lambda part: st.one_of(quantified(part), st.lists(part, min_size=2, max_size=3).map("".join),
                           st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})")),
    max_leaves=8)


@settings(max_examples=250)
@given(patterns, st.lists(st.text(alphabet="ab1-. 王", max_size=5), max_size=8))
def test_it_agrees_with_pythons_matcher(pattern, texts):
    try:
        ours = [matches(pattern, text) for text in texts]
    except CodebookError as error:
        assume("cannot itself be repeated" not in str(error))
        raise
    assert ours == [bool(re.compile(pattern, re.ASCII).fullmatch(text)) for text in texts]


@pytest.mark.parametrize("pattern", ["(a|a)*b", "(a|aa)+b", "(a?){500}(a){500}", ".*.*.*.*.*.*x", "(a|b|ab)*c",
                                     "([a-z]+ ?)+1", "(x+x+)+y", "(a|b)*a(a|b){490}", "(.*a){30}", EMAIL])
def test_no_pattern_keeps_us_busy(pattern):
    begun = time.perf_counter()
    for text in ("a" * 10_000 + "!", "ab" * 5_000, "x" * 50_000):
        matches(pattern, text)
    assert time.perf_counter() - begun < 5


@pytest.mark.bench
def test_a_column_of_phone_numbers_takes_less_than_a_second():
    phones = [f"1{30_000_000_00 + 7919 * i}" for i in range(20_000)]
    begun = time.perf_counter()
    assert parse(r"regex(., '^1[3-9]\d{9}$')").truth({}, len(phones), here=phones).all()
    assert time.perf_counter() - begun < 1
