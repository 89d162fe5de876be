"""What a user reads when a condition cannot be read; patterns match whole texts and never keep us busy."""

import re
import time

import pytest
from builders import cases
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveykit.errors import CodebookError
from surveykit.expression import parse


def complaint(text: str, where: str = "") -> str:
    """The message for an expression that cannot be read."""
    with pytest.raises(CodebookError) as error:
        parse(text, where)
    return str(error.value)


def test_carets_stand_under_the_place_also_behind_chinese_characters():
    assert complaint("${a} = 1 and selectd(${b}, 'x')", "survey sheet, row 12, relevant") == (
        "There is no function 'selectd'.\n"
        "    ${a} = 1 and selectd(${b}, 'x')\n"
        "                 ^^^^^^^\n"
        "  where: survey sheet, row 12, relevant\n"
        "  fix:   did you mean 'selected'?")
    lines = complaint("${性别} = ‘男’ ${年龄}").splitlines()
    assert lines[1] == "    ${性别} = ‘男’ ${年龄}"
    # 12 characters before the place, three of them two columns wide
    assert lines[2] == "    " + " " * 15 + "^" * 7
    assert complaint("${a} > 1 和years > 2").splitlines()[-1] == "  fix:   write and"


def test_a_long_expression_is_shown_around_the_place_and_line_breaks_as_spaces():
    _, line, carets, *_ = complaint("${a} = 1 and " * 50 + "what = 2" + " and ${a} = 1" * 50).splitlines()
    assert len(line) < 100
    assert line[carets.index("^"):].startswith("what")
    assert complaint("1 =\n\tx").splitlines()[1] == "    1 =  x"


NAMES, FAULTS = cases("expression_faults")
TOO_LONG = ("1 2" + " " * 40_000, "An expression cannot be longer than 32767 characters.", "1", "split")


@pytest.mark.parametrize(NAMES, [*FAULTS, TOO_LONG])
def test_it_says_what_where_and_how_to_put_it_right(text, what, under, fix):
    lines = complaint(text).splitlines()
    assert lines[0] == what
    assert fix in lines[-1]
    if under is not None:
        shown, carets = lines[1], lines[2]
        # one column per character, but for the wide ones, which are here alone
        assert len(carets) - len(carets.rstrip("^")) == max(1, len(under) + (under in "（＝" and bool(under)))
        assert shown[carets.index("^"):].startswith(under)


def test_python_is_text_that_cannot_be_read(tmp_path):
    trace = tmp_path / "trace"
    for text in (f"__import__('os').system('touch {trace}')", "().__class__", "lambda: 1", "exec('1')",
                 "open('x')", "[x for x in (1,)]", "${a}.__class__", "'{0}'.format(1)", "f'{1}'"):
        complaint(text)
    assert not trace.exists()


@pytest.mark.parametrize("deep", ["(" * 10_000, "(" * 10_000 + "1" + ")" * 10_000, "not(" * 5_000,
                                  "if(1," * 5_000, "-(" * 10_000, "1+(" * 10_000])
def test_deep_nesting_is_an_error_that_says_so(deep):
    assert complaint(deep).startswith("Parentheses cannot be nested deeper than 50 levels.")


def test_fifty_levels_are_read_and_long_is_not_deep():
    assert parse("(" * 50 + "1" + ")" * 50).evaluate(dict) == 1
    assert parse("0 or 1 and 1 = 1 < 1 + 1 * (" * 50 + "1" + ")" * 50).evaluate(dict) is True
    assert parse(" or ".join(["${a} = 'x'"] * 2_000)).evaluate(lambda _: "x") is True
    assert parse("-" * 10_001 + "1").evaluate(dict) == -1
    assert parse("1" + " + 1" * 5_000).evaluate(dict) == 5_001


EMAIL = r"^[\w-\.]+@([\w-]+\.)+[\w-]{2,4}$"


def matches(pattern: str, text: str) -> bool:
    """Whether `regex(., pattern)` holds for a text."""
    return parse(f'regex(., "{pattern}")').evaluate(dict, here=text)


@pytest.mark.parametrize(*cases("patterns"))
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
