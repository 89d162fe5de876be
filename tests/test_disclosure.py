"""How well people are hidden among others: classes, sensitive answers, smallest unsafe combinations, suppression."""

import time
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit._stats.class_sizes import class_codes, class_diversity, class_sizes, find_unsafe_sets
from surveykit.release.quasi_identifiers import guess_quasi_identifiers

# Machanavajjhala et al. 2007, figure 2: "4-anonymous inpatient microdata" (zip, age and nationality as published)
PATIENTS = pd.DataFrame(
    [("130**", "<30", "heart")] * 2 + [("130**", "<30", "viral")] * 2
    + [("1485*", ">=40", "cancer"), ("1485*", ">=40", "heart"), ("1485*", ">=40", "viral"), ("1485*", ">=40", "viral")]
    + [("130**", "3*", "cancer")] * 4, columns=["zip", "age", "condition"])


def rows(result: sk.Result, part: str) -> list[list]:
    """The rows of one part: items, classes, k, unique, below."""
    table = result.table[result.table["part"] == part]
    return table[["items", "classes", "k", "unique", "below"]].values.tolist()


def test_it_gives_the_published_k_and_l():
    found = sk.disclosure(sk.Survey.from_frame(PATIENTS), ["zip", "age"], sensitive="condition", k=4)
    assert rows(found, "all") == [["zip,age", 3, 4, 0, 0]]
    line = found.table.iloc[-1]
    assert (line["distinct"], line["below"], line["base"]) == (1, 4, 12)  # four cancers: homogeneity
    assert line["entropy"] == 1
    safe = sk.disclosure(sk.Survey.from_frame(PATIENTS[:8]), ["zip", "age"], sensitive="condition", k=4).table.iloc[-1]
    assert (safe["distinct"], safe["below"]) == (2, 0)
    assert safe["entropy"] == pytest.approx(2)  # 1/2, 1/2; the other class: 2 ** 1.5


def test_it_says_which_items_make_people_stand_out():
    frame = pd.DataFrame({"gender": list("mmmmffff"), "school": list("aabbaabb"), "town": list("xxxxxxxy")})
    found = sk.disclosure(sk.Survey.from_frame(frame), ["gender", "school", "town"], k=2)
    assert rows(found, "all") == [["gender,school,town", 5, 1, 2, 2]]
    assert rows(found, "without") == [["gender", 3, 1, 1, 1], ["school", 3, 1, 1, 1], ["town", 4, 2, 0, 0]]
    # the eighth is alone by her town; the seventh, her only neighbour, by all three and by no part of them
    assert rows(found, "minimal") == [["town", 2, 1, 1, 1], ["gender,school,town", 5, 1, 2, 1]]
    people = sk.disclosure(sk.Survey.from_frame(frame), ["gender", "school", "town"], k=2, respondents=True).table
    assert people.values.tolist() == [["6", 1, "gender,school,town"], ["7", 1, "town"]]


def test_a_missing_answer_is_an_answer_and_each_kind_its_own():
    items = (sk.Item("a", "single", {"en": "A"}, (*(sk.Option(v, {"en": v}) for v in "xy"),
                                                  sk.Option("r", {"en": "no"}, missing="refused"))),)
    survey = sk.Survey.from_frame(pd.DataFrame({"a": ["x", "x", None, None, "r"]}), sk.Codebook(items))
    assert rows(sk.disclosure(survey, "a", k=2), "all") == [["a", 3, 1, 1, 1]]
    sensitive = pd.DataFrame({"q": list("aabb"), "s": ["x", None, None, None]})
    line = sk.disclosure(sk.Survey.from_frame(sensitive), "q", sensitive="s", k=2).table.iloc[-1]
    assert (line["classes"], line["distinct"], line["below"]) == (1, 1, 2)  # nobody's answer in b can be told


def test_dates_are_days_and_sets_are_what_was_ticked_together():
    items = (sk.Item("day", "date", {"en": "Day"}), sk.Item("set", "multiple", {"en": "Set"}, tuple(
        sk.Option(v, {"en": v}) for v in "ab")))
    frame = pd.DataFrame({"day": ["2026-03-01 10:00:00", "2026/3/1", "2026-03-02"], "set__a": [1, 1, 0],
                          "set__b": [0, 0, 1]})
    survey = sk.Survey.from_frame(frame, sk.Codebook(items))
    assert rows(sk.disclosure(survey, ["day", "set"], k=2), "all") == [["day,set", 2, 1, 1, 1]]


def test_quasi_identifiers_are_proposed_and_said_to_be_guessed():
    labels = {"q1": "您的性别", "q2": "所在学院", "q3": "您对学院的满意度", "q4": "您的职业规划", "q5": "Year of birth",
              "q6": "Which county do you work in?", "q7": "How satisfied are you with your school?", "age_band": "Band"}
    book = sk.Codebook(tuple(sk.Item(name, "number", {"zh": label}) for name, label in labels.items()))
    survey = sk.Survey.from_frame(pd.DataFrame({name: [1, 1] for name in labels}), book)
    assert [item.name for item in guess_quasi_identifiers(survey)] == ["q1", "q2", "q5", "q6", "age_band"]
    notes = [note["en"] for note in sk.disclosure(survey).notes]
    assert any("guessed from the codebook" in note for note in notes)
    assert not any("guessed" in note["en"] for note in sk.disclosure(survey, "q1").notes)
    plain = sk.Survey.from_frame(pd.DataFrame({"x": ["a", "b"]}))
    with pytest.raises(sk.AnalysisError, match="must be told by which items"):
        sk.disclosure(plain)


def test_what_cannot_be_asked_is_refused():
    survey = sk.Survey.from_frame(PATIENTS, sk.Codebook((
        sk.Item("zip", "text", {"en": "Zip"}, role="pii:address"), sk.Item("age", "text", {"en": "Age"}),
        sk.Item("condition", "text", {"en": "Condition"}))))
    with pytest.raises(sk.AnalysisError, match="is personal data and never leaves"):
        sk.disclosure(survey, ["zip", "age"])
    for wrong, told in (({"k": 1}, "k must be at least 2"), ({"k": 2, "diversity": 0}, "diversity must be at least 1")):
        with pytest.raises(sk.AnalysisError, match=told):
            sk.disclosure(survey, "age", **wrong)


CODES = st.integers(2, 4).flatmap(lambda width: st.lists(
    st.tuples(*[st.integers(0, 2)] * width), min_size=1, max_size=30)).map(
        lambda people: [np.array(column, dtype=np.intp) for column in zip(*people, strict=True)])


@given(CODES, st.integers(2, 5))
def test_classes_and_unsafe_sets_are_those_of_counting_by_hand(columns, k):
    people = list(zip(*(column.tolist() for column in columns), strict=True))
    assert class_sizes(class_codes(columns, len(people))).tolist() == [people.count(one) for one in people]

    def below(person: int, chosen: tuple[int, ...]) -> bool:
        return sum(all(other[c] == people[person][c] for c in chosen) for other in people) < k

    found = {unsafe.columns: set(np.flatnonzero(unsafe.people).tolist())
             for unsafe in find_unsafe_sets(columns, k, len(columns))}
    width = range(len(columns))
    for chosen in (c for size in range(1, len(columns) + 1) for c in combinations(width, size)):
        minimal = {person for person in range(len(people)) if below(person, chosen)
                   and not any(below(person, part) for part in combinations(chosen, len(chosen) - 1))}
        assert found.get(chosen, set()) == minimal


@given(CODES)
def test_diversity_is_that_of_counting_by_hand(columns):
    classes, values = class_codes(columns[:-1], len(columns[0])), columns[-1] - 1
    distinct, entropy = class_diversity(classes, values)
    for one in range(int(classes.max()) + 1):
        held = [value for value in values[classes == one].tolist() if value >= 0]
        shares = np.array([held.count(value) / len(held) for value in set(held)])
        assert distinct[one] == len(set(held))
        worth = np.exp(-(shares * np.log(shares)).sum()) if held else np.nan
        assert entropy[one] == pytest.approx(worth, nan_ok=True)


@settings(max_examples=40)
@given(CODES, st.integers(2, 4))
def test_suppression_leaves_nobody_below_k_and_replays(columns, k):
    names = [f"q{place}" for place in range(len(columns))]
    frame = pd.DataFrame({name: np.array(["a", "b", None], dtype=object)[column]
                          for name, column in zip(names, columns, strict=True)})
    options = tuple(sk.Option(value, {"en": value}) for value in "ab")
    survey = sk.Survey.from_frame(frame, sk.Codebook(tuple(sk.Item(n, "single", {"en": n}, options) for n in names)))
    if survey.rows < k or not sk.disclosure(survey, names, k=k).table.iloc[0]["below"]:
        with pytest.raises(sk.CleaningError, match=r"at least|nothing to suppress"):
            sk.suppress(survey, names, k=k, reason="x")
        return
    made = sk.suppress(survey, names, k=k, reason="x")
    assert sk.disclosure(made, names, k=k).table["below"].iloc[0] == 0
    assert sk.replay(survey, made).responses.equals(made.responses)
    lines = sk.diff(survey, made).table[["respondent", "item", "old", "new"]].values.tolist()
    assert sorted(lines) == sorted([line.respondent, line.item, line.old, line.new] for line in made.log[-1].changes)


def test_one_person_too_few_costs_few_answers():
    frame = pd.DataFrame({"gender": ["m"] * 20 + ["f"] * 20 + ["d"], "school": list("ab") * 20 + ["a"]})
    made = sk.suppress(sk.Survey.from_frame(frame), ["school", "gender"], k=5, reason="x")
    assert [line.item for line in made.log[-1].changes] == ["gender"] * 5  # hers, and of four who had the same school
    assert sk.cleaning_log(made).table["n"].tolist() == [5]


def test_twenty_thousand_people_take_about_a_second():
    draw = np.random.default_rng(1)
    frame = pd.DataFrame({f"q{place}": draw.choice([f"a{code}" for code in range(width)], 20_000)
                          for place, width in enumerate([2, 5, 8, 31, 12, 4])})
    survey, names = sk.Survey.from_frame(frame), list(frame)
    begun = time.process_time()
    sk.disclosure(survey, names[:5], sensitive=names[5])
    assert time.process_time() - begun < 5
