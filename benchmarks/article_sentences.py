"""Sentences as articles print them, drawn from a grammar wider than the shapes the audit was tuned on.

A sentence is an opening (who was asked), one to three figures (a way to print a count, a base and their percentage)
and what misleads an auditor between and after them. Written from what articles print, not from the rules.
"""

from collections.abc import Callable

from article_shapes import Figure, Made, Rng, draw, percent

TIED_EN = (
    "{k} of {n} {who} ({p}%) {did}", "{k} of the {n} {who} ({p} %) {did}", "{k} out of {n} ({p}%) {did}",
    "{p}% ({k}/{n}) of {who} {did}", "{p}% of {who} ({k} of {n}) {did}", "{p} % [{k}/{n}] {did}",
    "{k}/{n} {who} ({p}%) {did}", "{k}/{n} ({p}%; 95% CI {lo}%–{hi}%) {did}", "{p}% ({k}/{n}; 95% CI {lo}–{hi}) {did}",
    "{p}% (n = {k}/{n}) {did}", "{did} in {k} of {n} {who} ({p}%)", "{did} ({k}/{n}, {p}%)", "{did} ({p}%, {k}/{n})",
    "{p}% of {who} ({k} out of {n}) {did}", "{p}% [95% CI {lo} to {hi}] ({k} of {n}) {did}",
    "the share that {did} was {p}% ({k}/{n})", "{p}% ({k} of {n} {who}) {did}", "{k} [{p}%] of {n} {who} {did}")
TIED_ZH = (
    "{p}%（{k}/{n}）的{who}{did}", "{n}名{who}中，{k}名（{p}%）{did}", "{n}名{who}中有{k}人{did}，占{p}%",
    "{did}的{who}占{p}%（{k}/{n}）", "{did}者{k}/{n}（{p}%）", "{did}率为{p}%({k}/{n})", "{did}比例为{p}％［{k}/{n}］",
    "{did}（{k}/{n}，{p}%）", "{n}例{who}中{k}例{did}({p}%)", "在{n}名{who}中,{k}名({p}%){did}",
    "共调查{n}名{who}，其中{k}名{did}，占{p}%", "{n}份问卷中，{k}份（占{p}%）来自{did}的{who}",
    "{did}者{p}%（{k}/{n}例）")
WHO_EN = ("patients", "students", "respondents", "women", "graduates", "volunteers", "adults", "children")
WHO_ZH = ("患者", "学生", "受访者", "毕业生", "志愿者", "医生", "村民", "教师")
DID_EN = ("responded", "agreed", "relapsed", "stayed", "found work", "were satisfied", "reported pain")
DID_ZH = ("愿意留下", "好转", "复发", "表示满意", "已就业", "参加过培训")
NOISE_EN: tuple[str, ...] = (
    " after {a} weeks of follow-up", " at a dose of {a} mg/kg", " [{a},{b}]", " (aged {a}–{c} years)", " (p = 0.0{b})",
    " (grade {g} or higher)", " at {g} sites", " in 20{b}", " (mean age {a}.{g}, SD {g}.{a})", ", a ratio of {a}:{b}",
    " (range {a} to {c})", " (odds ratio {g}.{a}, 95% CI 1.{a}–{c}.2)", " (score ≥ {a})", " (Table {g})",
    " (χ² = {a}.{b})",
    " on {g}–{c} occasions", " (median {a} months, IQR {a}–{c})", " between 200{g} and 20{a}",
    " (Fig. {g}, reference {a})")
NOISE_ZH: tuple[str, ...] = (
    "，随访{a}周", "，年龄{a}～{c}岁", "，平均（{a}.{g}±{g}.{b}）岁", "［{a}］", "（P=0.0{b}）", "，病程{g}~{c}个月",
    "，剂量{a}mg",
    "，男女之比为{a}:{b}", "，平均得分{c}分", "（见表{g}）", "，{g}级及以上", "（χ²={a}.{b}，P＜0.05）",
    "，为期{g}周", "，20{b}年",
    "，共{g}个组", "，评分{g}.{a}分", "，月薪{a}00元")
LOOSE_EN = (
    "The study had 80% power at a two-sided 5% level.", "Heterogeneity was moderate (I² = {a}%).",
    "The dose was reduced by 50% in week {g}.", "Prevalence was {b}.{g}% nationally [{a}].",
    "Pain fell by {b}% from week {g} to week {a}.", "Earlier work found {a}.{g}% in {c} hospitals.",
    "Sensitivity was {c}.{g}% and specificity {c}.{a}%.", "Fewer than {a}% of schools took part; {b} teachers helped.",
    "Interviews lasted {a}–{c} minutes; {g} raters agreed on {c}% of the codes.",
    "In {g} trials with {c} patients each, mortality was {a}.{g}% and {b}.{g}%.")
LOOSE_ZH = (
    "检验水准为5%，把握度80%。", "比上年提高{b}.{g}个百分点，增长{a}%。", "全国同期为{b}.{g}%［{a}］。",
    "约{a}%的学校开设了课程，共{g}期。",
    "{g}名编码者的一致率为{c}%。", "对{a}名教师和{b}名学生访谈，满意率为{c}%。", "近{a}年来，比例由{b}%升至{c}%。",
    "{a}个班级的及格率达{c}.{g}%。",
    "目标是到20{b}年达到{c}%以上。", "其余{a}人未作答，缺失率低于5%。")


def _noise(rng: Rng, forms: tuple[str, ...]) -> str:
    """One misleading aside with its numbers."""
    form = forms[int(rng.integers(len(forms)))]
    return form.format(a=rng.integers(11, 20), b=rng.integers(21, 40), c=rng.integers(60, 95), g=rng.integers(2, 9))


def _figure(rng: Rng, forms: tuple[str, ...], who: tuple[str, ...], did: tuple[str, ...]) -> tuple[str, Figure]:
    """One figure printed in one of the forms."""
    ((k, n),) = draw(rng)
    shown = percent(k, n, int(rng.integers(1, 3)))
    low, high = (f"{max(0.1, min(99.9, 100 * k / n + step)):.1f}" for step in (-3.3, 3.4))
    form = forms[int(rng.integers(len(forms)))]
    text = form.format(k=k, n=n, p=shown, lo=low, hi=high, who=who[int(rng.integers(len(who)))],
                       did=did[int(rng.integers(len(did)))])
    return text, (shown, k, n)


def _sentence(rng: Rng, forms: tuple[str, ...], who: tuple[str, ...], did: tuple[str, ...],
              noise: tuple[str, ...], joins: tuple[str, ...]) -> tuple[str, list[Figure]]:
    """One to three figures with noise between them."""
    parts, figures = "", []
    for place in range(int(rng.integers(1, 4))):
        text, figure = _figure(rng, forms, who, did)
        parts += (joins[int(rng.integers(len(joins)))] if place else "") + text
        parts += _noise(rng, noise) if rng.random() < 0.6 else ""
        figures.append(figure)
    return parts, figures


def sentence_en(rng: Rng) -> Made:
    """English sentences with loose ones around them."""
    text, figures = _sentence(rng, TIED_EN, WHO_EN, DID_EN, NOISE_EN, ("; ", ", and ", ", whereas ", ". Then "))
    before = _noise(rng, LOOSE_EN) + " " if rng.random() < 0.4 else ""
    after = " " + _noise(rng, LOOSE_EN) if rng.random() < 0.4 else ""
    return f"{before}In all, {text}.{after}", figures


def sentence_zh(rng: Rng) -> Made:
    """Chinese sentences with loose ones around them."""
    text, figures = _sentence(rng, TIED_ZH, WHO_ZH, DID_ZH, NOISE_ZH, ("；", "，", "；而", "。"))
    before = _noise(rng, LOOSE_ZH) if rng.random() < 0.4 else ""
    after = _noise(rng, LOOSE_ZH) if rng.random() < 0.4 else ""
    return f"{before}结果显示，{text}。{after}", figures


def group_en(rng: Rng) -> Made:
    """`20/46 (43.5%) in the control group vs ...`, in several spellings."""
    (a, m), (b, n) = draw(rng, 2)
    first, second = percent(a, m), percent(b, n)
    forms = ("{a}/{m} ({p}%) in the treatment group vs {b}/{n} ({q}%) in the control group (p = 0.0{w})",
             "{p}% ({a}/{m}) versus {q}% ({b}/{n}); difference {w}.1 percentage points",
             "{a} of {m} women ({p}%) and {b} of {n} men ({q}%) (relative risk 1.{w})",
             "the rates were {p}% ({a}/{m}) and {q}% ({b}/{n}), respectively, after {w} months",
             "men {p}% [{a}/{m}], women {q}% [{b}/{n}] at week {w}")
    form = forms[int(rng.integers(len(forms)))]
    return (form.format(a=a, m=m, b=b, n=n, p=first, q=second, w=rng.integers(11, 49)).capitalize() + ".",
            [(first, a, m), (second, b, n)])


def nested_zh(rng: Rng) -> Made:
    """Sent, returned, valid: both bases are lawful for the last rate, so only the first is tied."""
    n = int(rng.integers(60, 900))
    k = int(rng.integers(n // 2, n - 2))
    valid = int(rng.integers(k // 2, k))
    base = n if rng.random() < 0.5 else k
    word = ("发放", "发出", "共发放")[int(rng.integers(3))]
    return (f"{word}问卷{n}份，回收{k}份，回收率{percent(k, n)}%，"
            f"其中有效问卷{valid}份，有效率{percent(valid, base)}%。",
            [(percent(k, n), k, n)])


def nested_en(rng: Rng) -> Made:
    """Invited, answered, complete."""
    n = int(rng.integers(60, 900))
    k = int(rng.integers(n // 2, n - 2))
    forms = ("Of {n} graduates invited, {k} completed the survey (response rate {p}%)",
             "A total of {n} questionnaires were sent and {k} were returned (response rate {p}%)",
             "We sent {n} questionnaires; {k} were returned, a response rate of {p}%",
             "{n} questionnaires were distributed, of which {k} ({p}%) were returned")
    return forms[int(rng.integers(len(forms)))].format(n=n, k=k, p=percent(k, n)) + " within 4 weeks.", [
        (percent(k, n), k, n)]


def split_zh(rng: Rng) -> Made:
    """46名：男20名（43.5%），女26名（56.5%）."""
    n = int(rng.integers(30, 900))
    k = int(rng.integers(3, n - 2))
    first, second = percent(k, n), percent(n - k, n)
    forms = ("{n}名调查对象中，男{k}名（{p}%），女{r}名（{q}%），年龄18~65岁",
             "共纳入{n}例，其中男性{k}例（{p}%）、女性{r}例（{q}%），平均病程12.3个月",
             "{n}名学生中,男生{k}人,占{p}%;女生{r}人,占{q}%", "调查{n}人，城镇{k}人（{p}%），农村{r}人（{q}%）［5］")
    text = forms[int(rng.integers(len(forms)))].format(n=n, k=k, r=n - k, p=first, q=second)
    return text + "。", [(first, k, n), (second, n - k, n)]


def several_en(rng: Rng) -> Made:
    """Of 46 respondents, 20 (43.5%) ..., 12 (26.1%) ... and nine (19.6%) ..."""
    n = int(rng.integers(30, 900))
    counts = [int(rng.integers(2, n - 1)) for _ in range(2)]
    shown = [percent(k, n) for k in counts]
    forms = ("Of the {n} respondents, {a} ({p}%) were women, {b} ({q}%) lived in towns and nine ({r}%) did not say",
             "Among {n} students (age 18–24 years), {a} ({p}%) worked, {b} ({q}%) studied and nine ({r}%) did neither",
             "There were {n} patients: {a} ({p}%) with grade 2 disease, {b} ({q}%) with grade 3 and nine ({r}%) with "
             "grade 4")
    text = forms[int(rng.integers(len(forms)))].format(n=n, a=counts[0], b=counts[1], p=shown[0], q=shown[1],
                                                       r=percent(9, n))
    return text + ".", [*((p, k, n) for p, k in zip(shown, counts, strict=True)), (percent(9, n), 9, n)]


def spelt_zh(rng: Rng) -> Made:
    """Numbers in words, ten thousands, full width."""
    n = int(rng.integers(30, 900))
    k = int(rng.integers(3, n - 2))
    wide = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
    forms = (f"{n}名学生中，{k}名（{percent(k, n)}%）已就业。".translate(wide),
             f"{n} 名受访者中， {k} 名（ {percent(k, n)} %）表示满意。",
             f"受访的{n}位教师里有{k}位（{percent(k, n)}％）赞成。")
    place = int(rng.integers(len(forms)))
    return forms[place], [] if place == 0 else [(percent(k, n), k, n)]


SENTENCES: dict[str, Callable[[Rng], Made]] = {
    "drawn sentences, English": sentence_en, "drawn sentences, Chinese": sentence_zh, "two groups, English": group_en,
    "sent, returned, valid": nested_zh, "invited, answered": nested_en, "two shares, Chinese": split_zh,
    "several shares, English": several_en, "spelt otherwise, Chinese": spelt_zh}
