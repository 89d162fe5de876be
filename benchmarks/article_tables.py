"""Tables as articles print them, drawn from a grammar: what stands in rows and columns, and how a cell is printed."""

from collections.abc import Callable

from article_shapes import Made, Rng, percent, rows

NAMES_EN = ("Male", "Female", "Urban", "Married", "Smoker", "Employed", "Degree", "Diabetes", "Insured")
NAMES_ZH = ("男", "女", "城镇", "已婚", "吸烟", "在职", "本科及以上", "糖尿病", "有保险")
CELLS = ("{k} ({p})", "{k} ({p}%)", "{k} [{p}]", "{k}（{p}）", "{p} ({k})", "{k} ({p} %)")
OTHER_EN = (("Age, years, mean (SD)", "43.2 (11.5)"), ("Age, median (IQR)", "62 (46–71)"), ("BMI, mean ± SD",
                                                                                            "24.1 ± 3.2"),
            ("Score, median [range]", "43 [20–95]"), ("Duration, weeks", "12 (4)"), ("Odds ratio (95% CI)",
                                                                                     "1.9 (1.1–3.2)"),
            ("Income, yuan", "3,500 (800)"), ("Grade", "3"), ("Visits per person", "4.2"))
OTHER_ZH = (("年龄/岁", "43.2±11.5"), ("年龄（岁），中位数（四分位距）", "62（46–71）"), ("体质指数，均数（标准差）",
                                                                      "24.1（3.2）"),
            ("得分", "43"), ("病程/周", "12（4）"), ("月收入/元", "3500"), ("OR值（95%CI）", "1.9（1.1–3.2）"),
            ("评分，均值", "4.2"))


def _names(rng: Rng, number: int, chinese: bool) -> list[str]:
    names = NAMES_ZH if chinese else NAMES_EN
    return [names[int(place)] for place in rng.permutation(len(names))[:number]]


def _others(rng: Rng, chinese: bool, columns: int) -> list[list[str]]:
    """Rows that hold no percentages."""
    chosen = [(OTHER_ZH if chinese else OTHER_EN)[int(place)] for place in rng.permutation(8)[:int(rng.integers(1,
        3))]]
    return [[name, *[cell] * columns] for name, cell in chosen]


def groups(rng: Rng) -> Made:
    """Two or three groups with their sizes in the head (or a row N), shares down the column, a column of P."""
    chinese, number = bool(rng.random() < 0.5), int(rng.integers(2, 4))
    sizes = [int(rng.integers(20, 700)) for _ in range(number)]
    named = rng.random() < 0.6
    cell = CELLS[int(rng.integers(len(CELLS)))]
    labels = ("对照组", "试验组", "合计组")[:number] if chinese else ("Control", "Treatment", "Placebo")[:number]
    size_forms = ("{g}（n={n}）", "{g}(N={n})", "{g}（{n}例）") if chinese else ("{g} (n = {n})", "{g} (N={n})",
                                                                            "{g}, n={n}")
    form = size_forms[int(rng.integers(3))] if named else ("{g}，n（%）" if chinese else "{g}, n (%)")
    heads = [form.format(g=g, n=n) for g, n in zip(labels, sizes, strict=True)]
    lines, figures = [["变量" if chinese else "Variable", *heads, "P"]], []
    lines += [] if named else [["N" if rng.random() < 0.5 else ("例数" if chinese else "No. of patients"), *map(str,
        sizes), ""]]
    what = "，n（%）" if chinese else ", n (%)"
    for name in _names(rng, int(rng.integers(2, 6)), chinese):
        counts = [int(rng.integers(2, n - 1)) for n in sizes]
        shown = [percent(k, n) for k, n in zip(counts, sizes, strict=True)]
        lines.append([name + what * bool(rng.random() < 0.5 or cell.startswith("{p}")),
                      *(cell.format(k=k, p=p) for k, p in zip(counts, shown, strict=True)),
                      f"0.{rng.integers(10, 99)}"])
        if not cell.startswith("{p}"):
            figures += list(zip(shown, counts, sizes, strict=True))
    return rows(lines + [[*line, ""] for line in _others(rng, chinese, number)]), figures


def columns(rng: Rng) -> Made:
    """Counts and percentages side by side, with a total at the foot, at the head or none."""
    chinese = bool(rng.random() < 0.5)
    parts = [int(rng.integers(3, 200)) for _ in range(int(rng.integers(3, 6)))]
    n, names = sum(parts), _names(rng, len(parts), chinese)
    heads = (("人数", "百分比/%"), ("频数", "构成比（%）"), ("例数", "占比")) if chinese else (
        ("n", "%"), ("Frequency", "Percent"), ("No.", "Percentage (%)"))
    head = heads[int(rng.integers(3))]
    sign = "%" if rng.random() < 0.3 or head[1] == "占比" else ""
    body = [[name, str(k), percent(k, n) + sign] for name, k in zip(names, parts, strict=True)]
    total = ["合计" if chinese else ("Total", "All")[int(rng.integers(2))], str(n), "100.0" + sign]
    place = rng.random()
    lines = [total, *body] if place < 0.2 else [*body, total]
    return rows([["选项" if chinese else "Answer", *head], *lines]), [
        (percent(k, n), k, n) for k in parts]


def across(rng: Rng) -> Made:
    """Shares of the row: each row has its own base in the column before or behind."""
    chinese = bool(rng.random() < 0.5)
    names = _names(rng, int(rng.integers(2, 5)), chinese)
    sizes = [int(rng.integers(20, 700)) for _ in names]
    last = bool(rng.random() < 0.5)
    base, share = ("调查人数", "满意人数（%）") if chinese else ("N", "Satisfied, n (%)")
    lines, figures = [["组别" if chinese else "Group", *((share, base) if last else (base, share))]], []
    for name, n in zip(names, sizes, strict=True):
        k = int(rng.integers(2, n - 1))
        cell = f"{k} ({percent(k, n)})"
        lines.append([name, *((cell, str(n)) if last else (str(n), cell))])
        figures.append((percent(k, n), k, n))
    return rows(lines), figures


def rates(rng: Rng) -> Made:
    """Base, count and rate in three columns."""
    chinese = bool(rng.random() < 0.5)
    names = _names(rng, int(rng.integers(2, 5)), chinese)
    heads = (("调查人数", "患病人数", "患病率/%"), ("发放份数", "回收份数", "回收率（%）"), ("应查人数", "实查人数",
                                                                     "受检率(%)")) if chinese else (
        ("Invited", "Answered", "Response rate (%)"), ("Tested", "Positive", "% positive"), ("N", "Cases",
                                                                                             "Prevalence, %"))
    lines, figures = [["地区" if chinese else "Site", *heads[int(rng.integers(3))]]], []
    for name in names:
        n = int(rng.integers(20, 700))
        k = int(rng.integers(2, n - 1))
        lines.append([name, str(n), str(k), percent(k, n)])
        figures.append((percent(k, n), k, n))
    return rows(lines), figures


def scores(rng: Rng) -> Made:
    """Means, standard deviations, tests, ages, doses: no percentage at all."""
    chinese = bool(rng.random() < 0.5)
    cell = rng.integers
    heads = ["量表", "n", "均数", "标准差", "t", "P"] if chinese else ["Scale", "n", "Mean", "SD", "t", "P"]
    body = [[name, str(cell(20, 90)), f"{cell(20, 60)}.{cell(0, 9)}", f"{cell(2, 19)}.{cell(0, 9)}",
             f"{cell(1, 5)}.{cell(10, 99)}", f"0.{cell(10, 99)}"] for name in _names(rng, 3, chinese)]
    return rows([heads, *body, ["合计" if chinese else "Total", str(cell(100, 200)), "43.2", "9.9", "", ""]]), []


def fractions(rng: Rng) -> Made:
    """`20/46 (43.5%)` cells beside other columns."""
    lines, figures = [["Outcome", "Group A", "Group B", "RR (95% CI)", "Week"]], []
    for name in _names(rng, 3, chinese=False):
        cells: list[str] = []
        for _ in range(2):
            n = int(rng.integers(20, 700))
            k = int(rng.integers(2, n - 1))
            cells.append((f"{k}/{n} ({percent(k, n)}%)", f"{percent(k, n)}% ({k}/{n})")[int(rng.integers(2))])
            figures.append((percent(k, n), k, n))
        lines.append([name, *cells, f"1.{rng.integers(10, 99)} (0.9–2.{rng.integers(10, 99)})", str(rng.integers(4,
            52))])
    return rows(lines), figures


TABLES: dict[str, Callable[[Rng], Made]] = {
    "drawn groups": groups, "drawn columns": columns, "shares of the row": across, "rates of two counts": rates,
    "scores": scores, "fractions": fractions}
