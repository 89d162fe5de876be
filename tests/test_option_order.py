"""Drafted options stand in the order that their words tell; what has none keeps its order, `other` last."""

import random

import pytest

import surveykit as sk
from surveykit.drafting.option_order import sort_options
from surveykit.drafting.scale_points import find_points

LADDERS = {
    "order_ladder": [
        ["Under 5 ft.", "5'0\"", "5'4\"", "5'10\"", "6'3\"", "6'6\" and above"],
        ["Never", "Once a year or less", "Once a month or less", "A few times per month", "A few times per week",
         "Every day"], ["Never", "Less than once a week", "1-2 times a week", "3-4 times a week", "Daily"],
        ["从不", "每月几次", "每周1-2次", "每天"], ["没有", "一次", "两次", "三次及以上"], ["一年", "两年", "三年"],
        ["Once", "Twice", "Three times", "More than five times"], ["高中", "大专", "本科", "硕士及以上"],
        ["Less than high school degree", "High school degree", "Some college or Associate degree", "Bachelor degree",
         "Graduate degree"], ["大一", "大二", "大三", "大四", "研一"], ["freshman", "sophomore", "junior", "senior"],
        ["Monday", "Tuesday", "Friday", "Sunday"], ["January", "March", "May"]],
    "order_numbers": [
        ["18-29", "30-44", "45-60", "> 60"], ["Under 18", "18-24", "25-54", "55+"], ["18岁以下", "18-25岁", "26岁以上"],
        ["3千以下", "3千-5千", "5千-1万", "1万以上"], ["3000元以下", "3000-5000元", "5001-8000元", "8000元以上"],
        ["$0 - $24,999", "$25,000 - $49,999", "$100,000 - $149,999", "$150,000+"]]}


@pytest.mark.parametrize(("key", "ladder"), [(key, ladder) for key, many in LADDERS.items() for ladder in many])
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


@pytest.mark.parametrize("points", [
    ["Not at all", "Not much", "Some", "A lot"],
    ["Never", "Once in a while", "About half the time", "Usually", "Always"],
    ["No, not at all rude", "Yes, somewhat rude", "Yes, very rude"],
    ["Not at all comfortable", "Not so comfortable", "Somewhat comfortably", "Very comfortable",
     "Extremely comfortable"],
    ["Stimme gar nicht zu", "Stimme eher nicht zu", "Teils/teils", "Stimme eher zu", "Stimme voll zu"],
    ["Trifft nicht zu", "Trifft eher nicht zu", "Trifft eher zu", "Trifft voll und ganz zu"],
    ["sehr unzufrieden", "eher unzufrieden", "weder noch", "eher zufrieden", "sehr zufrieden"],
    ["Pas du tout d’accord", "Plutôt pas d’accord", "Plutôt d’accord", "Tout à fait d’accord"],
    ["Très insatisfait(e)", "Insatisfait(e)", "Satisfait(e)", "Très satisfait(e)"],
    ["Totalmente en desacuerdo", "En desacuerdo", "De acuerdo", "Totalmente de acuerdo"],
    ["Nada satisfecho/a", "Poco satisfecho/a", "Bastante satisfecho/a", "Muy satisfecho/a"],
    ["全くそう思わない", "あまりそう思わない", "どちらともいえない", "そう思う", "とてもそう思う"],
    ["非常に不満", "不満", "普通", "満足", "非常に満足"],
    ["まったくない", "あまりない", "時々ある", "よくある", "いつもある"],
    ["전혀 그렇지 않다", "그렇지 않다", "보통이다", "그렇다", "매우 그렇다"],
    ["매우 불만족", "불만족", "보통", "만족", "매우 만족"],
    ["Полностью не согласен", "Скорее не согласен", "Скорее согласен", "Полностью согласен"],
    ["非常不滿意", "不滿意", "沒意見", "滿意", "非常滿意"], ["從不", "很少", "有時", "經常", "總是"]])
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
