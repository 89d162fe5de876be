"""The audit against counting: every figure of up to two decimals, random questions, honest reports."""

from functools import cache
from itertools import islice, product

import numpy as np
import pytest

from surveykit.audit import PrintedFigure, Tie, attainable, bases, check_closes, check_nested, check_pooled, judge
from surveykit.audit.figures.reading_modes import MODES, count_spans

SINGLE_MODES = MODES[:-1]
# How a program may print 100 k / n: its rule, and what the audit calls it.
RULES = {"half_up": "rounding", "half_even": "rounding", "half_down": "rounding", "truncation": "truncation",
         "ceiling": "ceiling"}


def printed_units(k: int, n: int, decimals: int, rule: str) -> int:
    """100 k / n in units of the last printed place, by a rule: long division and a look at the remainder."""
    whole, rest = divmod(100 * 10**decimals * k, n)
    up = {"half_up": 2 * rest >= n, "half_down": 2 * rest > n, "truncation": False, "ceiling": rest > 0,
          "half_even": 2 * rest > n or (2 * rest == n and whole % 2 == 1)}[rule]
    return whole + up


def text(units: int, decimals: int) -> str:
    """`67.3` for 673 units of one decimal."""
    digits = str(units).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


@cache
def counted(n: int, decimals: int) -> dict[str, np.ndarray]:
    """For each reading: whether count k prints m, as the pairs (m, k) in order, from printing every k of n."""
    k = np.arange(n + 1, dtype=np.int64)
    whole, rest = np.divmod(100 * 10**decimals * k, n)
    up = {"half_up": 2 * rest >= n, "half_down": 2 * rest > n, "truncation": rest < 0, "ceiling": rest > 0,
          "half_even": (2 * rest > n) | ((2 * rest == n) & (whole % 2 == 1))}
    found = {rule: {(int(m), int(c)) for m, c in zip(whole + add, k, strict=True)} for rule, add in up.items()}
    found["rounding"] = found["half_up"] | found["half_down"]
    found["mixed"] = set().union(*found.values())
    return found


class TestEveryFigureUpTo500:
    @pytest.mark.parametrize("decimals", [0, 1, 2])
    def test_all_printable_strings_have_the_counts_that_counting_finds(self, decimals):
        fine = 100 * 10**decimals
        marks = np.arange(fine + 1, dtype=np.int64)
        for n in range(1, 501):
            expected = counted(n, decimals)
            for mode in MODES:
                first, last = count_spans(mode, marks, fine, n)
                size = np.maximum(last - first + 1, 0)
                # as many pairs as counting finds, and the same ones: no string gains or loses a count
                assert int(size.sum()) == len(expected[mode])
                hit = np.flatnonzero(size)
                assert {(int(m), int(c)) for m in hit for c in range(first[m], last[m] + 1)} == expected[mode]

    @pytest.mark.parametrize("decimals", [0, 1, 2])
    def test_attainable_says_the_same_of_the_printed_string(self, decimals):
        fine = 100 * 10**decimals
        for n in [*range(1, 61), 99, 100, 101, 250, 499, 500]:
            expected = counted(n, decimals)
            near = {m + step for m, _ in expected["mixed"] for step in (-1, 0, 1)} & set(range(fine + 1))
            for m in sorted(near):
                found = attainable(text(m, decimals), n)
                for mode in MODES:
                    assert found.by(mode) == tuple(sorted(k for k in found.by("mixed") if (m, k) in expected[mode]))
                assert {(m, k) for k in found.mixed} == {pair for pair in expected["mixed"] if pair[0] == m}


def brute_bases(printed: list[str], kind: str, people: int | None, ties: tuple[Tie, ...], closes_: bool, n: int,
                mode: str) -> bool:
    """Whether some counts out of n print these figures and respect what binds them, tried one by one."""
    each = []
    for figure in printed:
        decimals = len(figure.partition(".")[2])
        m = int(figure.replace(".", ""))
        each.append([k for k in range(n + 1) if (m, k) in counted(n, decimals)[mode]])
    free = [tie for tie in ties if not tie.options]
    for chosen in product(*each):
        for shared in product(range(n + 1), repeat=len(free)):
            if lawful(chosen, dict(zip(map(id, free), shared, strict=True)), kind, people, ties, closes_, n):
                return True
    return False


def lawful(counts: tuple[int, ...], shared: dict[int, int], kind: str, people: int | None, ties: tuple[Tie, ...],
           closes_: bool, n: int) -> bool:
    """Whether counts respect the kind of question, its people, its ties and its closing."""
    everything = list(counts)
    for tie in ties:
        own = counts[tie.options[0]] if tie.options else shared[id(tie)]
        if any(counts[option] != own for option in tie.options):
            return False
        if tie.between and not counts[tie.between[1]] <= own <= counts[tie.between[0]]:
            return False
        everything += [own] * tie.unprinted
    if people is not None and (n > people if kind != "ticks" else max(everything) > people):
        return False
    if closes_:
        return sum(everything) == n
    return kind == "multi" or sum(everything) <= n


def random_question(rng: np.random.Generator) -> tuple[list[str], dict[str, object], int]:
    """A question, half of the time with figures that some counts really print, and the base it came from."""
    n, options = int(rng.integers(3, 40)), int(rng.integers(1, 5))
    kind = ["single", "multi", "ticks"][rng.integers(3)]
    counts = rng.multinomial(n, np.full(options + 1, 1 / (options + 1)))[:options]
    if kind == "multi":
        counts = rng.integers(0, n + 1, options)
    rule, decimals = list(RULES)[rng.integers(5)], int(rng.integers(0, 3))
    printed = [text(printed_units(int(k), n, decimals, rule), decimals) for k in counts]
    if rng.random() < 0.5:
        printed[int(rng.integers(options))] = text(int(rng.integers(0, 100 * 10**decimals + 1)), decimals)
    people = int(rng.integers(1, 45)) if rng.random() < 0.4 else None
    return printed, {"kind": kind, "people": people, "ties": random_ties(rng, options),
                     "closes": kind != "multi" and bool(rng.random() < 0.4)}, n


def random_ties(rng: np.random.Generator, options: int) -> tuple[Tie, ...]:
    """No tie, two equal options, or unprinted ones between two others."""
    choice = rng.integers(4)
    if choice == 0 and options > 1:
        return (Tie(options=(0, 1), unprinted=int(rng.integers(0, 2))),)
    if choice == 1 and options > 1:
        return (Tie(unprinted=int(rng.integers(1, 3)), between=(0, options - 1)),)
    return ()


class TestBasesAgainstCounting:
    def test_2000_random_questions_fit_the_bases_that_trying_every_count_finds(self):
        rng = np.random.Generator(np.random.PCG64(20261121))
        fitting = 0
        for _ in range(2000):
            printed, bound, n = random_question(rng)
            low = max(1, n - 2)
            found = bases(printed, n + 2, n_min=low, **bound)
            for mode in rng.permutation(MODES)[:3]:
                expected = tuple(base for base in range(low, n + 3) if brute_bases(
                    printed, bound["kind"], bound["people"], bound["ties"], bound["closes"], base, mode))
                assert getattr(found, mode) == expected, (printed, bound, mode)
                fitting += bool(expected)
        assert 1000 < fitting < 5000  # both answers occur often


def honest(rng: np.random.Generator) -> tuple[int, str, int, str, np.ndarray]:
    """A table of real counts, and how it is printed."""
    n, options = int(np.exp(rng.uniform(0, 9))) or 1, int(rng.integers(2, 7))
    kind = ["single", "multi", "ticks"][rng.integers(3)]
    if kind == "multi":
        counts = rng.binomial(n, rng.random(options))
    else:
        counts = rng.multinomial(n, rng.dirichlet(np.ones(options)))
    return n, kind, int(rng.integers(0, 3)), list(RULES)[rng.integers(5)], counts


@cache
def reports(draws: int) -> tuple[tuple[int, str, int, str, tuple[int, ...], tuple[str, ...]], ...]:
    """Honest reports: base, kind, decimals, rule, counts, printed figures."""
    rng, made = np.random.Generator(np.random.PCG64(4)), []
    for _ in range(draws):
        n, kind, decimals, rule, counts = honest(rng)
        counts = tuple(map(int, counts))
        printed = tuple(text(printed_units(k, n, decimals, rule), decimals) for k in counts)
        made.append((n, kind, decimals, rule, counts, printed))
    return tuple(made)


def one(printed: tuple[str, ...], n: int, **bound: object) -> dict[str, bool]:
    """For each reading whether the question stands on n."""
    return {mode: found == (n,) for mode, found in bases(printed, n, n_min=n, **bound)._asdict().items()}


class TestHonestReports:
    """10,000 tables generated from real counts, by every rounding rule: no false alarm."""

    DRAWS = 10_000

    def test_no_figure_is_called_impossible_or_said_to_need_another_base(self):
        lawful_words = {"rounding": {"exact", "rounding"}, "truncation": {"exact", "rounding", "truncated"},
                        "ceiling": {"exact", "rounding", "truncated", "raised"}}
        for n, _, _, rule, counts, printed in reports(self.DRAWS):
            allowed = lawful_words[RULES[rule]]
            for k, figure in zip(counts, printed, strict=True):
                assert judge(PrintedFigure(figure, k, n)).word in allowed, (figure, k, n, rule)
                assert judge(PrintedFigure(figure, None, n)).word in allowed
                assert judge(PrintedFigure(figure, k)).word in {"base_missing", "untestable"}

    def test_every_whole_question_stands_on_its_base_and_closes(self):
        for n, kind, _, rule, counts, printed in reports(self.DRAWS):
            bound = {"people": max(counts)} if kind == "ticks" and max(counts) else {}
            found = one(printed, n, kind=kind, closes=kind != "multi", **bound)
            assert found[RULES[rule]] and found["mixed"], (printed, n, rule)
            if kind != "multi":
                assert RULES[rule] in check_closes(printed).modes

    def test_parts_nest_in_their_whole(self):
        for n, _, decimals, rule, counts, printed in islice(reports(self.DRAWS), 0, None, 2):
            whole = sum(counts[:2])
            if whole > n:
                continue
            parent = text(printed_units(whole, n, decimals, rule), decimals)
            assert RULES[rule] in check_nested(printed[0], parent, n, n_min=n).modes
            if whole:
                child = PrintedFigure(text(printed_units(counts[0], whole, decimals, rule), decimals), counts[0], whole)
                assert RULES[rule] in check_nested(child, PrintedFigure(parent, whole, n), of="parent").modes

    def test_groups_pool_to_their_total(self):
        for n, _, decimals, rule, counts, _ in islice(reports(self.DRAWS), 1, None, 2):
            sizes = [n, n + 3, 2 * n]
            groups = [text(printed_units(counts[0], size, decimals, rule), decimals) for size in sizes]
            total = text(printed_units(3 * counts[0], sum(sizes), decimals, rule), decimals)
            assert RULES[rule] in check_pooled(groups, sizes, total).modes
            assert RULES[rule] in check_pooled(groups, None, total).modes
