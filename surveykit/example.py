"""A small synthetic survey for examples and tests; it is the data of the docstrings."""

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook, Item, Option, Scale
from surveykit.survey import Survey

_POINTS = tuple(
    Option(f"p{k}", {"zh": zh, "en": en}, float(k))
    for k, (zh, en) in enumerate([("非常不同意", "Strongly disagree"), ("不同意", "Disagree"),
                                  ("一般", "Neutral"), ("同意", "Agree"), ("非常同意", "Strongly agree")], start=1))
_PLANS = (("home", "返乡就业", "Return home"), ("stay", "留在服务地", "Stay"), ("renew", "续约", "Renew"),
          ("study", "升学", "Further study"), ("other", "其他", "Other"))
_HARDSHIPS = (("language", "语言不通", "Language"), ("pay", "收入低", "Low pay"), ("far", "离家远", "Far from home"))


def _options(rows: tuple[tuple[str, str, str], ...]) -> tuple[Option, ...]:
    """Options from (value, Chinese, English)."""
    return tuple(Option(value, {"zh": zh, "en": en}) for value, zh, en in rows)


def _codebook() -> Codebook:
    """Six kinds of question, in both languages."""
    ratings = tuple(
        Item(f"cp_{k}", "rating", {"zh": zh, "en": en}, _POINTS, scale="planning", reverse=k == 3)
        for k, (zh, en) in enumerate([("我有清楚的职业目标", "I have a clear career goal"),
                                      ("我常了解招聘信息", "I often look for vacancies"),
                                      ("规划没有用处", "Planning is useless")], start=1))
    return Codebook(
        (Item("gender", "single", {"zh": "性别", "en": "Gender"},
              _options((("female", "女", "Women"), ("male", "男", "Men")))),
         Item("plan", "single", {"zh": "服务期满后的打算", "en": "Plan after service"}, _options(_PLANS)),
         Item("plan_other", "text", {"zh": "其他打算", "en": "Other plan"}, role="other_text"),
         Item("hardship", "multiple", {"zh": "遇到的困难", "en": "Difficulties met"}, _options(_HARDSHIPS)),
         *ratings, Item("months", "number", {"zh": "几个月后就业", "en": "Months to first job"})),
        (Scale("planning", {"zh": "职业规划态度", "en": "Career planning"}, 1, 5, "mean", 2 / 3),),
        {"title": {"zh": "示例调查（合成）", "en": "Example survey (synthetic)"}, "language": "en",
         "synthetic": True, "sent": 50})


def example_survey() -> Survey:
    """A declared synthetic survey of 40 respondents with every kind of question.

    Returns
    -------
    Survey
        Items gender, plan, plan_other, hardship (select-all), cp_1 to cp_3 (a scale, the third
        reversed) and months; a few answers are missing.

    Missing values
    --------------
    Two blank answers to `hardship`, three to `months`.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.example_survey()
    Survey: 40 respondents, 8 items, 0 steps, 0 flags, from example
    """
    rng = np.random.Generator(np.random.PCG64(20080501))
    n = 40
    level = rng.normal(size=n)
    plan = rng.permutation(np.repeat(["home", "stay", "renew", "study", "other"], [18, 8, 7, 5, 2]))
    frame = pd.DataFrame({
        "gender": np.where(rng.random(n) < 0.5, "female", "male"), "plan": plan,
        "plan_other": [None] * n}, index=[str(i) for i in range(1, n + 1)], dtype=object)
    first_other = int(np.flatnonzero(plan == "other")[0])
    frame.iloc[first_other, 2] = "go back home"
    for k, option in enumerate(("language", "pay", "far")):
        frame[f"hardship__{option}"] = pd.array((rng.random(n) < 0.3 + 0.2 * k).astype(int), dtype="Int8")
    frame.loc[["5", "9"], ["hardship__language", "hardship__pay", "hardship__far"]] = pd.NA
    for k, sign in enumerate((1, 1, -1), start=1):
        middle = 3.4 if sign > 0 else 2.6
        raw = np.clip(np.rint(middle + sign * level + rng.normal(0, 0.6, n)), 1, 5)
        frame[f"cp_{k}"] = pd.array(raw, dtype="Float64")
    frame["months"] = pd.array(rng.integers(0, 13, n).astype(float), dtype="Float64")
    frame.loc[["2", "11", "30"], "months"] = pd.NA
    survey = Survey.from_frame(frame, _codebook())
    return Survey(survey.responses, survey._missing, survey.codebook,
                  type(survey.source)("example", "", n, "frame", "made in code", True))
