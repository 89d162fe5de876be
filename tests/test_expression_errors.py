"""What a user reads when a condition cannot be read; patterns match whole texts and never keep us busy."""

import re
import time

import pytest
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


TWICE = "A repetition without limit cannot itself be repeated without limit."
LARGE = "A pattern cannot repeat more than 1000 characters in all."
FAULTS = [
    # expression, what, under the carets, fix
    ("", "An expression cannot be empty.", None, "write a value such as"),
    ("   ", "An expression cannot be empty.", None, "write a value such as"),
    ("${a} =", "A value must stand here, before the end.", "", "write a value such as"),
    ("= 1", "A value must stand here, not '='.", "=", "write a value such as"),
    ("1 + and 2", "A value must stand here, not 'and'.", "and", "write a value such as"),
    ("()", "A value must stand here, not ')'.", ")", "write a value such as"),
    ("selected(${a},)", "A value must stand here, not ')'.", ")", "write a value such as"),
    ("${a} ${b}", "An operator must stand before '${b}'.", "${b}", "write and, or"),
    ("1 AND 2", "'AND' must be in small letters.", "AND", "write and"),
    ("(1 + 2", "This parenthesis must be closed.", "(", "add ')'"),
    ("not(1", "This parenthesis must be closed.", "(", "add ')'"),
    ("1 + 2)", "There is no '(' for this ')'.", ")", "take it out"),
    ("(1, 2)", "An operator must stand before ','.", ",", "write and, or"),
    ("${a} == 1", "'==' cannot stand here in an expression.", "==", "write ="),
    ("${a} <> 1", "'<>' cannot stand here in an expression.", "<>", "write !="),
    ("1 && 2", "'&&' cannot stand here in an expression.", "&&", "write and"),
    ("1 || 2", "'||' cannot stand here in an expression.", "||", "write or"),
    ("!${a}", "'!' cannot stand here in an expression.", "!", "write not(...)"),
    ("${a} ≥ 1", "'≥' cannot stand here in an expression.", "≥", "write >="),
    ("6 / 2", "'/' cannot stand here in an expression.", "/", "write div"),
    ("../a = 1", "'..' cannot stand here in an expression.", "..", "${name}"),
    ("（1）", "'（' cannot stand here in an expression.", "（", "write ( (half width)"),
    ("${a} ＝ 1", "'＝' cannot stand here in an expression.", "＝", "write = (half width)"),
    ("1 ; 2", "';' cannot stand here in an expression.", ";", "join conditions by and, or"),
    ("'abc", "A text in quotes must be closed.", "'", "end it with '"),
    ("'abc\"", "A text in quotes must be closed.", "'", "end it with '"),
    ("${a b} = 1", "'$' cannot stand here in an expression.", "$", "without spaces"),
    ("${a", "'$' cannot stand here in an expression.", "$", "without spaces"),
    ("${last-saved#a}", "'$' cannot stand here in an expression.", "$", "name an item"),
    ("gender = 'm'", "The word 'gender' cannot stand alone.", "gender", "write ${gender} for an item"),
    ("true = 1", "The word 'true' cannot stand alone.", "true", "write true()"),
    ("selected(${a})", "selected() must be given 2 values, not 1.", "selected", "write selected(${item}, 'option')"),
    ("today(1)", "today() must be given no value, not 1.", "today", "write today()"),
    ("not()", "not() must be given 1 value, not 0.", "not", "write not("),
    ("jr:choice-name(1)", "There is no function 'jr:choice-name'.", "jr:choice-name", "use one of"),
    ("True()", "There is no function 'True'.", "True", "did you mean 'true'?"),
    ("date('2020-02-30')", "'2020-02-30' must be a date.", "'2020-02-30'", "write date('2020-01-31')"),
    ("1" * 400, "A number cannot be that large.", None, "put it in quotes"),
    ("1 2" + " " * 40_000, "An expression cannot be longer than 32767 characters.", "1", "split"),
    # patterns
    ("regex(., ${p})", "The pattern of regex() must be a text in quotes.", "${p}", "write regex(., '[0-9]{11}')"),
    ("regex(., '(a+)+')", TWICE, "+", "repeat once: a+ instead of (a+)+"),
    ("regex(., '(?:(a*))*b')", TWICE, "*", "repeat once"),
    ("regex(., '" + "a" * 201 + "')", "A pattern cannot be longer than 200 characters.", None, "shorter"),
    ("regex(., 'a{1001}')", LARGE, "a{1001}", "smaller numbers"),
    ("regex(., '(a{99}){99}')", LARGE, "(a{99}){99}", "smaller numbers"),
    ("regex(., 'a{3,2}')", "The smaller number must stand first.", "{3,2}", "write {2,3}"),
    ("regex(., '*a')", "There is nothing that '*' could repeat.", "*", r"write \*"),
    ("regex(., 'a++')", "'+' cannot follow another repetition.", "+", "repeat once"),
    ("regex(., '(?=a)b')", "A group cannot begin with '(?' other than '(?:'.", "(?=", "look-ahead"),
    ("regex(., '(?i)b')", "A group cannot begin with '(?' other than '(?:'.", "(?i", "flags"),
    ("regex(., '(a')", "This group must be closed.", "(", "add ')'"),
    ("regex(., 'a)')", "There is no '(' for this ')'.", ")", r"write \)"),
    ("regex(., '" + "(" * 99 + "')", "Groups cannot be nested deeper than 20 levels.", "(", "fewer"),
    ("regex(., '[a')", "A set must be closed by ']' and hold at least one character.", "[", r"\["),
    ("regex(., '[]')", "A set must be closed by ']' and hold at least one character.", "[", r"\["),
    ("regex(., '[z-a]')", "A range in brackets must go from a lower to a higher character.", "z-a",
     "write the smaller one first"),
    ("regex(., '[a-\\d]')", "A range in brackets must go from a lower to a higher character.", "a-\\d", "write the"),
    ("regex(., '[[a]]')", "'[' must be escaped inside of brackets.", "[", r"write \["),
    ("regex(., '[a&&b]')", "'&' must be escaped inside of brackets.", "&", r"write \&"),
    ("regex(., '\\p{L}')", "'\\p' is not known in a pattern.", "\\p", "[一-鿿]"),
    ("regex(., '(a)\\1')", "'\\1' is not known in a pattern.", "\\1", "for a backslash"),
    ("regex(., 'a\\')", "'\\' is not known in a pattern.", None, "for a backslash")]


@pytest.mark.parametrize(("text", "what", "under", "fix"), FAULTS, ids=[fault[0][:40] for fault in FAULTS])
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
