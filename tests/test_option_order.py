"""Drafted options stand in the order that their words tell; what has none keeps its order, `other` last."""

import random

import pytest
from builders import cases

import surveykit as sk
from surveykit.codebook.ddi_bytes import ddi_bytes
from surveykit.drafting.option_order import sort_options
from surveykit.drafting.scale_points import find_points


@pytest.mark.parametrize(*cases("ladders"))
def test_options_stand_in_the_order_of_their_words(key, ladder):
    draw = random.Random(3)
    for _ in range(5):
        assert sort_options(draw.sample(ladder, len(ladder))) == (ladder, key)


def test_what_is_missing_or_other_stands_last_and_names_keep_their_order():
    assert sort_options(["Prefer not to answer", "$5", "Other", "$1"], ["Prefer not to answer"])[0] == [
        "$1", "$5", "Other", "Prefer not to answer"]
    assert sort_options(["It is not okay", "Three times", "Twice", "Once"])[0][-1] == "It is not okay"
    assert find_points(["nein", "vielleicht", "ja"]) is None and find_points(["Bonn", "Köln", "Trier"]) is None
    assert find_points(["unklar", "unzufrieden", "sehr unruhig"]) is None  # not degrees of one thing
    for names in (["South", "North", "East"], ["返乡", "升学", "考公"], ["农村", "县城"], ["Lottery B", "Lottery A"]):
        assert sort_options(names) == (names, "order")


@pytest.mark.parametrize(*cases("degrees"))
def test_degrees_written_in_several_ways_are_points(points):
    found = find_points(points[::-1])
    assert found is not None and sorted(found, key=found.__getitem__) == points


def test_a_draft_says_which_order_it_took(tmp_path):
    rows = [f"{n},{('Daily', 'Never', 'Once a week')[n % 3]}" for n in range(30)]
    (tmp_path / "a.csv").write_text("\n".join(["id,How often do you walk?", *rows]) + "\n", encoding="utf-8")
    draft = sk.draft_codebook(tmp_path / "a.csv")
    item = draft.codebook.items[1]
    assert [option.label["en"] for option in item.options] == ["Never", "Once a week", "Daily"]
    assert (item.name, "order_ladder") in {(doubt.item, doubt.key) for doubt in draft.doubts}


@pytest.mark.parametrize(("scores", "kept"), [
    ((20, 10, 30), (20, 10, 30)), ((20, 30, 10), (20, 30, 10)), ((10, 20, 30), (2, 1, 3)), ((5, 5, 7), (2, 1, 3)),
    ((None, 1, 2), (2, 1, 3)), ((None, None, None), (2, 1, 3))])
def test_degrees_of_a_form_are_a_rating_with_its_scores_where_these_follow_the_degrees(tmp_path, scores, kept):
    options = [sk.Option(f"v{score}{word}", {"zh": word}, score)
               for word, score in zip(("有时", "从不", "经常"), scores, strict=True)]
    book = sk.Codebook((sk.Item("q", "single", {"zh": "您锻炼吗"}, (*options, sk.Option("r", {}, missing="refused"))),))
    (tmp_path / "a.xml").write_bytes(ddi_bytes(book, name="a.csv", facts={"rows": 3, "sha256": "x"}))
    draft = sk.draft_codebook(tmp_path / "a.xml")
    item, = draft.codebook
    assert item.kind == "rating" and [option.score for option in item.options] == [*kept, None]
    assert [doubt.key for doubt in draft.doubts] == ["rating"]
