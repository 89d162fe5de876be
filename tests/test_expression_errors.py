"""What a user reads when a condition cannot be read: the place, and what to write instead."""

import pytest

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
    every_level = parse("0 or 1 and 1 = 1 < 1 + 1 * (" * 50 + "1" + ")" * 50)
    assert every_level.evaluate(dict) is True
    assert parse(" or ".join(["${a} = 'x'"] * 2_000)).evaluate(lambda _: "x") is True
    assert parse("-" * 10_001 + "1").evaluate(dict) == -1
    assert parse("1" + " + 1" * 5_000).evaluate(dict) == 5_001
