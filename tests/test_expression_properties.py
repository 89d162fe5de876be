"""What must hold for any condition and any answers."""

from builders import alike
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from surveykit.errors import CodebookError
from surveykit.expression import parse
from surveykit.expression.expression_tree import (
    Call,
    Chain,
    ItemReference,
    Literal,
    Negative,
    OwnAnswer,
    PatternTest,
    RespondentAnswers,
    Today,
)
from surveykit.expression.expression_values import OPERATORS
from surveykit.expression.functions import FUNCTIONS

NAMES = ("a", "b2", "c-d.e", "性别")
TEXTS = ("", "0", "1", " 2 ", "-3", "1.5", "007", ".5", "yes", "yes no", "是", "2020-01-31", "2020-01-31T06:00:00Z")
PLAIN = [text for text in TEXTS if "T" not in text and "-01-" not in text]  # no dates: XPath 1.0 knows none
LEVELS = [[operator for operator in OPERATORS if OPERATORS[operator][0] == level] for level in range(1, 7)]

texts = st.sampled_from(TEXTS)
literals = st.one_of(texts, st.floats(0, 1e9), st.sampled_from(["it's", 'say "x"'])).map(Literal)
leaves = st.one_of(literals, st.sampled_from(NAMES).map(ItemReference), st.just(OwnAnswer()), st.just(Today()))


def chains(part):
    """Parts joined by operators of one level."""
    def level(operators):
        rest = st.lists(st.tuples(st.sampled_from(operators), part), min_size=1, max_size=3)
        return st.builds(Chain, part, rest.map(tuple))
    return st.sampled_from(LEVELS).flatmap(level)


def calls(part, names):
    """Functions, each with as many parts as it takes."""
    return st.sampled_from(names).flatmap(
        lambda name: st.tuples(*[part] * FUNCTIONS[name].takes).map(lambda parts: Call(name, parts)))


ORDINARY = sorted(set(FUNCTIONS) - {"regex", "today", "date"})
PATTERN = parse("regex(., '[0-9]+')").tree.pattern
trees = st.recursive(leaves, lambda part: st.one_of(
    chains(part), part.map(Negative), calls(part, ORDINARY), part.map(lambda node: PatternTest(node, PATTERN)),
    part.map(lambda node: Call("date", (Negative(node),)))), max_leaves=12)
respondents = st.fixed_dictionaries(dict.fromkeys((*NAMES, ".", "today()"), texts))


@given(trees, respondents)
def test_a_tree_printed_and_read_again_means_the_same(tree, said):
    expected = tree.value(RespondentAnswers(said.__getitem__, said["."], said["today()"]))
    expression = parse(str(tree))
    assert alike(expression.evaluate(said.__getitem__, here=said["."], today=said["today()"]), expected)
    assert str(expression.tree) == str(tree)


@given(trees, st.lists(respondents, max_size=6))
def test_columns_give_what_respondents_give(tree, said):
    expression = parse(str(tree))
    columns = {name: [one[name] for one in said] for name in (*NAMES, ".", "today()")}
    found = expression.truth(columns, len(said), here=columns["."], today=columns["today()"])
    values = [expression.evaluate(one.__getitem__, here=one["."], today=one["today()"]) for one in said]
    assert found.tolist() == [value not in (False, "", 0.0) and value == value for value in values]


# libxml2 is an implementation of XPath 1.0 by other hands; `${x}` becomes its variable `$x`.

small = st.one_of(st.sampled_from(PLAIN), st.sampled_from([0.0, 1.0, 2.0, 0.5, 7.0, 1000.0])).map(Literal)
known = st.one_of(small, st.sampled_from(["x", "y"]).map(ItemReference))
worded = st.builds(Call, st.sampled_from(["contains", "starts-with"]), st.tuples(known, known))
plain_trees = st.recursive(st.one_of(known, worded, known.map(lambda node: Call("string-length", (node,)))),
                           lambda part: st.one_of(chains(part), part.map(Negative),
                                                  calls(part, ["true", "false", "not", "boolean", "number"])),
                           max_leaves=10)


@settings(max_examples=500)
@given(plain_trees, st.sampled_from(PLAIN), st.sampled_from(PLAIN))
def test_it_agrees_with_libxml2_on_xpath(tree, x, y):
    xpath = str(tree).replace("${x}", "$x").replace("${y}", "$y")
    theirs = etree.XPath(xpath)(etree.Element("form"), x=x, y=y)
    ours = parse(str(tree)).evaluate({"x": x, "y": y}.__getitem__)
    assert alike(ours, str(theirs) if isinstance(theirs, str) else theirs), xpath


# Hostile text

PIECES = ["${a}", ".", "'x'", '"', "'", "1", ".5", "(", ")", ",", "=", "!=", "<", "<=", "+", "-", "*", " ", "and", "or",
          "div", "mod", "not(", "selected(", "regex(., '", "(a|b)*", "[^a-z]", "{2,3}", "\\d", "\\", "[", "]", "?", "^",
          "today()", "date(", "if(", "$", "{", "}", "王", "\n", "\x00", "\ud800", "（", "&", "jr:", "e5", "\u202e"]
hostile = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


@settings(max_examples=1_000)
@given(hostile, respondents)
def test_any_text_is_read_or_refused_with_a_message(text, said):
    try:
        expression = parse(text, "row 3")
    except CodebookError as error:
        assert "row 3" in str(error)
        assert error.fix
    else:
        expression.evaluate(lambda _: said["a"], here=said["."], today=said["today()"])


@given(trees, st.text(max_size=20), st.text(max_size=20))
def test_any_answer_has_a_value(tree, answer, day):
    assert isinstance(tree.value(RespondentAnswers(lambda _: answer, answer, day)), bool | str | float)
