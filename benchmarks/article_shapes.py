"""Sentences and tables as articles and reports print them, made from known counts.

Each maker takes a random generator and returns a text (tables as Markdown) and its figures: the string as printed
and the count and base behind it. Around the figures stand the numbers that mislead an auditor: ages, doses, weeks,
citations, ratios, ranges, p values, group sizes, scores.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

Figure = tuple[str, int, int]
Made = tuple[str, list[Figure]]
Rng = np.random.Generator


def percent(k: int, n: int, decimals: int = 1) -> str:
    """100 k / n, halves up."""
    units = (200 * 10**decimals * k + n) // (2 * n)
    digits = str(units).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def draw(rng: Rng, bases: int = 1, *, low: int = 18, high: int = 900) -> list[tuple[int, int]]:
    """A count and its base, several times; no count is nobody or everybody."""
    sizes = [int(rng.integers(low, high)) for _ in range(bases)]
    return [(int(rng.integers(2, n - 1)), n) for n in sizes]


def brackets_zh(rng: Rng) -> Made:
    """71.2%（17/24）、83.1%（20/24）."""
    pairs = draw(rng, 3)
    shown = "、".join(f"{percent(k, n)}%（{k}/{n}）" for k, n in pairs)
    text = f"治疗{rng.integers(4, 24)}周后，三组的有效率分别为{shown}（P = 0.03）。"
    return text, [(percent(k, n), k, n) for k, n in pairs]


def brackets_en(rng: Rng) -> Made:
    """71.2% [17/24], 83.1% (20 of 24)."""
    (a, m), (b, n) = draw(rng, 2)
    return (f"At week {rng.integers(4, 52)} the response was {percent(a, m)}% [{a}/{m}] in group 1 and "
            f"{percent(b, n)}% ({b} of {n}) in group 2 (95% CI {rng.integers(2, 9)}.1% to "
            f"{rng.integers(20, 40)}.4%) [3,4].",
            [(percent(a, m), a, m), (percent(b, n), b, n)])


def count_first_en(rng: Rng) -> Made:
    """Of the 46 patients aged 18-45 years, 20 (43.5%) agreed."""
    ((k, n),) = draw(rng)
    return (f"Of the {n} patients, {k} ({percent(k, n)}%) improved after {rng.integers(2, 9)} doses of "
            f"{rng.integers(5, 80)} mg; their ages ranged from 18 to {rng.integers(40, 80)} years [12].",
            [(percent(k, n), k, n)])


def count_first_zh(rng: Rng) -> Made:
    """46名患者中，20名（43.5%）."""
    ((k, n),) = draw(rng)
    return (f"{n}名患者中，有{k}名（{percent(k, n)}%）好转，年龄18~{rng.integers(40, 80)}岁，男女比为"
            f"{rng.integers(10, 30)}:{rng.integers(10, 30)}。", [(percent(k, n), k, n)])


def comma_zh(rng: Rng) -> Made:
    """120人中,72人愿意,占60.0%."""
    ((k, n),) = draw(rng)
    return f"{n}人中,{k}人愿意留下,占{percent(k, n)}%,平均得分{rng.integers(60, 95)}分。", [(percent(k, n), k, n)]


def slash_en(rng: Rng) -> Made:
    """20/46 (43.5%) and 9 of 40 (22.5%)."""
    (a, m), (b, n) = draw(rng, 2)
    return (f"Grade {rng.integers(2, 4)} nausea was seen in {a}/{m} ({percent(a, m)}%) and fever in {b} of {n} "
            f"({percent(b, n)}%) participants, p = .0{rng.integers(10, 49)}.",
            [(percent(a, m), a, m), (percent(b, n), b, n)])


def blanks(rng: Rng) -> Made:
    """5 965 adults, of whom 2 386 (40.0%)."""
    ((k, n),) = draw(rng, low=1200, high=9800)
    k = max(k, 1001)
    spelt = [f"{value // 1000} {value % 1000:03d}" for value in (k, n)]
    return (f"We asked {spelt[1]} adults; of the {spelt[1]}, {spelt[0]} ({percent(k, n, 2)}%) answered within "
            f"{rng.integers(2, 9)} weeks.", [(percent(k, n, 2), k, n)])


def middle_point(rng: Rng) -> Made:
    """28·9% (33/114) and 43,5 % (20/46)."""
    (a, m), (b, n) = draw(rng, 2)
    first, second = percent(a, m).replace(".", "·"), percent(b, n).replace(".", ",")
    return (f"Fever was seen in {first}% ({a}/{m}); cough in {second} % ({b}/{n}).",
            [(percent(a, m), a, m), (percent(b, n), b, n)])


def words_en(rng: Rng) -> Made:
    """Nine of 46 (19.6%)."""
    n = int(rng.integers(20, 400))
    names = ("Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
    k = int(rng.integers(2, 13))
    text = f"{names[k - 2]} of {n} ({percent(k, n)}%) forms came late, one in {rng.integers(3, 9)}."
    return text, [(percent(k, n), k, n)]


def groups_en(rng: Rng) -> Made:
    """60 patients, 30 in each group; 17 patients (56.7%) in group A."""
    half = int(rng.integers(20, 90))
    a, b = (int(rng.integers(2, half)) for _ in range(2))
    return (f"{2 * half} patients ({half} in each group) were studied for {rng.integers(2, 30)} months; {a} patients "
            f"({percent(a, half)}%) in group A and {b} patients ({percent(b, half)}%) in group B improved.", [])


def lists_zh(rng: Rng) -> Made:
    """男、女分别为20人、26人，占43.5%、56.5%."""
    ((k, n),) = draw(rng)
    return (f"共{n}人参加，男生和女生分别为{k}人、{n - k}人，占{percent(k, n)}%、{percent(n - k, n)}%。", [])


def loose(rng: Rng) -> Made:
    """Figures that nothing ties to a base."""
    return (f"对{rng.integers(4, 30)}名志愿者的跟踪调查显示，满意度100%，{rng.integers(3, 9)}个组的优秀率为"
            f"{rng.integers(40, 95)}%，比2019年的{rng.integers(10, 40)}.{rng.integers(1, 9)}%有所提高。", [])


def rate_zh(rng: Rng) -> Made:
    """发放995605份，回收681797份，回收率达68.5%."""
    ((k, n),) = draw(rng, low=100)
    text = f"发放问卷{n}份，回收{k}份，回收率为{percent(k, n)}%，其中有{rng.integers(3, 9)}期培训。"
    return text, [(percent(k, n), k, n)]


def rows(lines: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    head, *body = ("| " + " | ".join(line) + " |" for line in lines)
    return "\n".join([head, "|" + "---|" * len(lines[0]), *body]) + "\n"


def baseline(rng: Rng, *, named: bool) -> Made:
    """The first table of an article: n (%), means, medians, p values."""
    m, n = (int(rng.integers(20, 400)) for _ in range(2))
    counts = [[int(rng.integers(2, size - 1)) for size in (m, n)] for _ in range(4)]
    heads = [f"Treatment (n = {m})", f"Control (n = {n})"] if named else ["Treatment, n (%)", "Control, n (%)"]
    lines = [["Characteristic", *heads, "P"],
             ["Age, median (IQR)", "62 (46–71)", "60 (45–70)", f"0.{rng.integers(10, 99)}"]]
    lines += [[f"{name}, n (%)", f"{a} ({percent(a, m)})", f"{b} ({percent(b, n)})", f"0.{rng.integers(10, 99)}"]
              for name, (a, b) in zip(("Male", "Smoker", "Married", "Employed"), counts, strict=True)]
    lines += [["BMI, mean (SD)", "24.1 (3.2)", "23.8 (2.9)", "0.41"], ["Score", "43", "50", "0.03"]]
    lines += [] if named else [["Total", str(m), str(n), ""]]
    return rows(lines), [(percent(k, size), k, size) for pair in counts for k, size in zip(pair, (m, n), strict=True)]


def counted(rng: Rng, *, chinese: bool) -> Made:
    """Counts and percentages side by side with a total, and a mean below."""
    parts = [int(rng.integers(3, 200)) for _ in range(4)]
    n = sum(parts)
    names = ("返乡", "续约", "升学", "其他") if chinese else ("home", "stay", "study", "other")
    lines = [["计划", "人数", "百分比（%）"] if chinese else ["Plan", "n", "%"],
             *([name, str(k), percent(k, n)] for name, k in zip(names, parts, strict=True)),
             ["合计", str(n), "100.0"] if chinese else ["Total", str(n), "100.0"],
             ["平均年龄", "22.3", "3.2"] if chinese else ["Mean age", "22.3", "3.2"]]
    return rows(lines), [(percent(k, n), k, n) for k in parts]


def thousands(rng: Rng) -> Made:
    """Cells such as `5,135 (64.2%)` under n =."""
    n = int(rng.integers(2000, 9900))
    counts = [int(rng.integers(1001, n)) for _ in range(3)]
    lines = [["Group", f"All (n = {n:,})", "Mean score"],
             *([name, f"{k:,} ({percent(k, n, 2)}%)", f"{rng.integers(40, 60)}"]
               for name, k in zip(("North", "South", "West"), counts, strict=True))]
    return rows(lines), [(percent(k, n, 2), k, n) for k in counts]


def ratios(rng: Rng) -> Made:
    """Cells such as `20/46 (43.5)`."""
    pairs = draw(rng, 3)
    lines = [["Outcome", "n/N (%)", "Weeks"],
             *([name, f"{k}/{n} ({percent(k, n)})", str(rng.integers(2, 30))]
               for name, (k, n) in zip(("Fever", "Nausea", "Pain"), pairs, strict=True))]
    return rows(lines), [(percent(k, n), k, n) for k, n in pairs]


def measures(rng: Rng) -> Made:
    """Nothing here is a percentage."""
    cell = rng.integers
    return rows([["Variable", "Before", "After"], ["Score at week 12", str(cell(20, 60)), str(cell(20, 60))],
                 ["Age, years", "62 (46–71)", "60 (45–70)"], ["Height, cm", f"{cell(150, 180)} (8.5)", "171 (7.9)"],
                 ["P value", "0.43", "0.50"], ["N", str(cell(20, 90)), str(cell(20, 90))]]), []


MAKERS: dict[str, Callable[[Rng], Made]] = {
    "brackets, Chinese": brackets_zh, "brackets, English": brackets_en, "count first, English": count_first_en,
    "count first, Chinese": count_first_zh, "ASCII commas": comma_zh, "a/b and a of b": slash_en,
    "thousands by blanks": blanks, "middle point, comma": middle_point, "counts in words": words_en,
    "groups": groups_en, "lists": lists_zh, "nothing tied": loose, "rate of two counts": rate_zh,
    "baseline table, n =": lambda rng: baseline(rng, named=True),
    "baseline table, total row": lambda rng: baseline(rng, named=False),
    "counts and percentages, Chinese": lambda rng: counted(rng, chinese=True),
    "counts and percentages, English": lambda rng: counted(rng, chinese=False),
    "thousands by commas": thousands, "n/N cells": ratios, "no percentages": measures}


def make_texts(number: int, seed: int = 1, makers: Mapping[str, Callable[[Rng], Made]] = MAKERS) -> list[
        tuple[str, str, list[Figure]]]:
    """So many texts, each shape in turn: its name, the text, its figures."""
    rng = np.random.Generator(np.random.PCG64(seed))
    names = list(makers)
    return [(names[k % len(names)], *makers[names[k % len(names)]](rng)) for k in range(number)]


def plant_error(text: str, figures: Sequence[Figure], rng: Rng) -> str | None:
    """The text with one figure that its count and base cannot give; None where no figure is tied to both."""
    for place in rng.permutation(len(figures)) if figures else ():
        printed, k, n = figures[int(place)]
        decimals = len(printed.partition(".")[2])
        spelt = next((form for form in (printed, printed.replace(".", "·"), printed.replace(".", ","))
                      if text.count(form) == 1), None)
        if spelt is None:
            continue
        while True:
            wrong = percent(int(rng.integers(1, 100 * 10**decimals)), 100 * 10**decimals, decimals)
            if abs(float(wrong) - 100 * k / n) >= 1.01 * 10**-decimals and wrong not in text:
                mark = next((sign for sign in "·," if sign in spelt), ".")
                return text.replace(spelt, wrong.replace(".", mark))
    return None
