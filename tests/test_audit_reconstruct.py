"""Tables behind printed figures: against brute force, and never without the truth."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import surveykit as sk
from surveykit.audit import PrintedFigure, PrintedTable, attainable, reconstruct
from surveykit.audit.reconstruction.possible_counts import possible_counts
from surveykit.audit.reconstruction.possible_tables import possible_tables
from surveykit.errors import AnalysisError, ReadError

STUDY = sk.read_figures(Path(__file__).parents[1] / "data/raw/published/published_figures.csv")
HALVES = (ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)


def percent(count: int, base: int, decimals: int, way: str = ROUND_HALF_UP) -> str:
    """A share as it may be printed."""
    return str((Decimal(100 * count) / base).quantize(Decimal(1).scaleb(-decimals), way))


def fits(count: int, base: int, printed: str | None, ways: tuple[str, ...] = HALVES) -> bool:
    """Whether a share would be printed so, in one of these ways."""
    if printed is None:
        return True
    return base > 0 and printed in {percent(count, base, len(printed.partition(".")[2]), way) for way in ways}


def compositions(total: int, cells: int):
    """All ways to share a total among cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, cells - 1):
            yield (first, *rest)


def margins(cells: tuple[int, ...], rows: int, columns: int) -> tuple[list[int], list[int]]:
    """Row and column totals."""
    return ([sum(cells[r * columns:(r + 1) * columns]) for r in range(rows)],
            [sum(cells[c::columns]) for c in range(columns)])


def of_question(name: str) -> list[PrintedFigure]:
    """The figures of the founding study's question that print a number."""
    return [figure for figure in STUDY if figure.name.startswith(f"DHU-{name}") and figure.exact]


class TestOneQuestion:
    def test_questions_6_and_2_have_their_first_tables_or_none(self):
        found = possible_counts(of_question("Q6"), 44)
        assert found.tables == ((44, (20, 4, 20)),) and (found.number, found.exact) == (1, True)
        assert found.cells == ("DHU-Q6a", "DHU-Q6d", "rest")
        found = possible_counts(of_question("Q2"), 46)
        assert (found.number, found.exact, found.bases, found.low) == (0, True, (), ())
        found = possible_counts(of_question("Q2"), (1, 300))
        assert found.bases == (260, 284) and (260, (175, 42, 33, 10)) in found.tables

    @pytest.mark.parametrize("closes", [False, True])
    @pytest.mark.parametrize("seed", range(12))
    def test_single_choice_equals_brute_force(self, seed, closes):
        rng = np.random.default_rng(seed)
        n, k, decimals = int(rng.integers(3, 24)), int(rng.integers(2, 5)), int(rng.integers(0, 2))
        truth = rng.multinomial(n, np.full(k, 1 / k)).tolist()
        shown = [percent(c, n, decimals) for c in (truth if closes else truth[:-1])]
        span = (max(1, n - 3), n + 3)
        real = {(base, cells) for base in range(span[0], span[1] + 1) for cells in compositions(base, k)
                if all(fits(c, base, p) for c, p in zip(cells, shown, strict=False))}
        found = possible_counts(shown, span, closes=closes, limit=10**6)
        assert set(found.tables) == real and found.number == len(real) and (n, tuple(truth)) in real
        assert found.bases == tuple(sorted({base for base, _ in real}))
        assert found.low == tuple(map(min, zip(*(cells for _, cells in real), strict=True)))
        assert found.high == tuple(map(max, zip(*(cells for _, cells in real), strict=True)))

    @pytest.mark.parametrize("closes", [False, True])
    @pytest.mark.parametrize("seed", range(8))
    def test_several_ticks_equal_brute_force_over_people(self, seed, closes):
        rng = np.random.default_rng(100 + seed)
        n, k, picks = int(rng.integers(2, 5)), 3, (1, 2)
        people = [ticks for ticks in product((0, 1), repeat=k) if picks[0] <= sum(ticks) <= picks[1]]
        drawn = [people[p] for p in rng.integers(len(people), size=n)]
        shown = [percent(sum(ticks), n, 0) for ticks in zip(*drawn, strict=True)]
        if closes:
            each = product(people, repeat=n)
        else:
            each = product([t for t in product((0, 1), repeat=k) if sum(t) <= picks[1]], repeat=n)
        sums = {tuple(map(sum, zip(*group, strict=True))) for group in each}
        real = {cells for cells in sums if all(fits(c, n, p) for c, p in zip(cells, shown, strict=True))}
        found = possible_counts(shown, n, single=False, picks=picks, closes=closes, limit=10**6)
        assert {cells for _, cells in found.tables} == real

    def test_ticks_are_independent_truncation_reads_otherwise_and_a_list_is_cut_at_its_limit(self):
        found = possible_counts(["80", "75", "60"], 200, single=False)
        assert found.number == np.prod([len(attainable(p, 200).rounding) for p in ("80", "75", "60")])
        assert possible_counts(["36", "36"], 46).number == 0
        assert possible_counts(["36", "36"], 46, reading="truncation").tables == ((46, (17, 17, 12)),)
        found = possible_counts(["10", "20", "30"], 3000, limit=7)
        assert len(found.tables) == 7 and found.number == 31**3

    def test_a_known_count_is_kept_and_an_unprinted_option_is_free(self):
        figures = [PrintedFigure("45%", count=20, name="a"), PrintedFigure("", name="b")]
        found = possible_counts(figures, (40, 46), closes=True)
        assert {cells[0] for _, cells in found.tables} == {20} and found.bases == (44,)
        assert found.low == found.high == (20, 24)

    @pytest.mark.parametrize(("n", "reading", "message"), [
        ((5, 4), "rounding", "must rise"), (0, "rounding", "must rise"), (5, "even", "no reading 'even'")])
    def test_faulty_calls_are_refused(self, n, reading, message):
        with pytest.raises(AnalysisError, match=message):
            possible_counts(["10"], n, reading=reading)

    def test_what_is_no_number_is_refused(self):
        with pytest.raises(ReadError, match="must be a number as printed"):
            possible_counts(["about 10"], 20)


def printed_of(cells: tuple[int, ...], rows: int, columns: int, parts: set[str], decimals: int) -> PrintedTable:
    """A table as an honest author prints it."""
    down, across = margins(cells, rows, columns)
    n, grid = sum(cells), [cells[r * columns:(r + 1) * columns] for r in range(rows)]
    made = {
        "row_percents": [[percent(c, down[r], decimals) if down[r] else None for c in line]
                         for r, line in enumerate(grid)],
        "column_percents": [[percent(c, across[j], decimals) if across[j] else None for j, c in enumerate(line)]
                            for line in grid],
        "total_percents": [[percent(c, n, decimals) for c in line] for line in grid],
        "row_shares": [percent(t, n, decimals) for t in down], "row_totals": down,
        "column_shares": [percent(t, n, decimals) for t in across], "column_totals": across,
        "counts": [[line[0], *[None] * (columns - 1)] for line in grid]}
    return PrintedTable(tuple("abcd"[:rows]), tuple("xyz"[:columns]), **{name: made[name] for name in parts})


def agrees(cells: tuple[int, ...], table: PrintedTable) -> bool:
    """Whether a table would be printed so, checked cell by cell."""
    rows, columns = len(table.rows), len(table.columns)
    down, across = margins(cells, rows, columns)
    n = sum(cells)
    for r, c in product(range(rows), range(columns)):
        cell = cells[r * columns + c]
        for grid, base in ((table.row_percents, down[r]), (table.column_percents, across[c]),
                           (table.total_percents, n)):
            if grid and not fits(cell, base, grid[r][c]):
                return False
        if table.counts and table.counts[r][c] not in (None, cell):
            return False
    for totals, shares, sums in ((table.row_totals, table.row_shares, down),
                                 (table.column_totals, table.column_shares, across)):
        if (totals and list(totals) != sums) or (shares and not all(map(fits, sums, [n] * len(sums), shares))):
            return False
    return True


PARTS = [{"row_percents"}, {"column_percents"}, {"total_percents"}, {"row_percents", "column_shares"},
         {"column_percents", "row_totals"}, {"row_totals", "column_totals"}, {"counts", "row_shares"},
         {"row_percents", "column_percents"}]


class TestTwoWayTables:
    @pytest.mark.parametrize("parts", PARTS, ids=lambda parts: "+".join(sorted(parts)))
    @pytest.mark.parametrize(("rows", "columns", "most"), [(2, 2, 30), (2, 3, 14), (3, 3, 8)])
    def test_the_set_of_tables_equals_brute_force(self, rows, columns, most, parts):
        rng = np.random.default_rng(rows * columns + len(parts))
        for decimals in (0, 1):
            n = int(rng.integers(max(2, most - 5), most + 1))
            truth = tuple(rng.multinomial(n, rng.dirichlet(np.ones(rows * columns))).tolist())
            table = printed_of(truth, rows, columns, parts, decimals)
            real = {cells for cells in compositions(n, rows * columns) if agrees(cells, table)}
            found = possible_tables(table, n, limit=10**6, steps=10**6)
            assert {cells for _, cells in found.tables} == real and truth in real
            assert found.number == len(real) and found.exact and found.bases == (n,)
            assert found.low == tuple(map(min, zip(*real, strict=True)))
            assert found.high == tuple(map(max, zip(*real, strict=True)))

    def test_3_by_3_with_known_margins_equals_brute_force_on_30(self):
        truth = (4, 3, 2, 5, 1, 6, 2, 4, 3)
        table = printed_of(truth, 3, 3, {"row_totals", "column_totals", "row_percents"}, 0)
        down, across = margins(truth, 3, 3)
        real = set()
        for a, b, c, d in product(*(range(min(down[r], across[j]) + 1) for r in (0, 1) for j in (0, 1))):
            top, middle = (a, b, down[0] - a - b), (c, d, down[1] - c - d)
            cells = (*top, *middle, *(across[j] - top[j] - middle[j] for j in range(3)))
            if min(cells) >= 0 and agrees(cells, table):
                real.add(cells)
        found = possible_tables(table)
        assert {cells for _, cells in found.tables} == real and truth in real and found.searched == (30, 30)

    def test_a_range_of_bases_is_searched_as_a_whole(self):
        table = PrintedTable(("men", "women"), ("yes", "no"), row_percents=(("45.5", "54.5"), ("33.3", "66.7")))
        found = possible_tables(table, (10, 40))
        each = [possible_tables(table, n) for n in range(10, 41)]
        assert found.number == sum(one.number for one in each)
        assert set(found.tables) == {one for other in each for one in other.tables}
        assert found.bases == tuple(n for n, one in zip(range(10, 41), each, strict=True) if one.number)
        assert 19 not in found.bases and 20 in found.bases

    def test_the_truth_is_always_among_them_on_large_tables_too(self):
        rng = np.random.default_rng(8)
        for _ in range(60):
            rows, columns, n = int(rng.integers(2, 5)), int(rng.integers(2, 4)), int(rng.integers(30, 900))
            truth = tuple(rng.multinomial(n, rng.dirichlet(np.ones(rows * columns))).tolist())
            parts = PARTS[rng.integers(len(PARTS))]
            found = possible_tables(printed_of(truth, rows, columns, parts, int(rng.integers(2))), n, steps=2000)
            assert all(a <= c <= b for a, c, b in zip(found.low, truth, found.high, strict=True))
            assert not found.exact or found.number > 0

    @pytest.mark.parametrize("parts", PARTS, ids=lambda parts: "+".join(sorted(parts)))
    def test_an_unfinished_list_still_has_sharp_bounds_or_says_that_they_are_not(self, parts):
        truth = (3, 2, 4, 1, 2, 2)
        table = printed_of(truth, 2, 3, parts, 0)
        real = {cells for cells in compositions(14, 6) if agrees(cells, table)}
        low, high = (tuple(map(end, zip(*real, strict=True))) for end in (min, max))
        for steps in (0, 1, 3, 10, 30):
            found = possible_tables(table, 14, steps=steps)
            assert found.number <= len(real) and (found.number == len(real) or not found.exact)
            assert {cells for _, cells in found.tables} <= real
            assert all(a <= b for a, b in zip(found.low, low, strict=True))
            assert all(a >= b for a, b in zip(found.high, high, strict=True))
            assert not found.tight or (found.low, found.high) == (low, high)

    def test_too_many_tables_are_bounded_and_none_is_a_proof(self):
        table = PrintedTable(tuple("abcd"), tuple("xyz"), row_totals=(50, 50, 50, 50), column_totals=(80, 60, 60))
        found = possible_tables(table, steps=500)
        assert not found.exact and found.tight and found.number > 0
        assert (found.low, found.high) == ((0,) * 12, (50,) * 12)
        table = PrintedTable(("a", "b"), ("x", "y"), row_percents=(("36", "64"), ("50", "50")))
        found = possible_tables(table, 12)
        assert (found.number, found.exact, found.tables) == (0, True, ())

    def test_truncated_percentages_need_their_own_reading(self):
        rows = [[str(int(100 * k / 7)) for k in (2, 5)], [str((Decimal(100 * k) / 9).quantize(Decimal(1), ROUND_DOWN))
                                                          for k in (4, 5)]]
        table = PrintedTable(("a", "b"), ("x", "y"), row_percents=rows, row_totals=(7, 9))
        assert possible_tables(table).number == 0
        assert possible_tables(table, reading="truncation").tables == ((16, (2, 5, 4, 5)),)

    def test_a_printed_table_holds_tuples_only(self):
        rows = [["37", "63"]]
        table = PrintedTable(("a",), ("x", "y"), row_percents=rows, row_totals=[8])
        rows[0][0] = "1"
        assert table.row_percents == (("37", "63"),) and table.row_totals == (8,)

    @pytest.mark.parametrize("reading", ["rounding", "truncation", "half_up", "half_even", "ceiling"])
    def test_every_reading_equals_brute_force(self, reading):
        ways = {"rounding": HALVES, "truncation": (ROUND_DOWN,), "half_up": (ROUND_HALF_UP,),
                "half_even": (ROUND_HALF_EVEN,), "ceiling": (ROUND_CEILING,)}[reading]
        truth = (1, 7, 3, 5)
        shown = [[percent(c, sum(line), 0, ways[-1]) for c in line] for line in (truth[:2], truth[2:])]
        table = PrintedTable(("a", "b"), ("x", "y"), row_percents=shown)
        real = {cells for cells in compositions(16, 4)
                if all(fits(cells[2 * r + c], cells[2 * r] + cells[2 * r + 1], shown[r][c], ways)
                       for r, c in product((0, 1), repeat=2))}
        found = possible_tables(table, 16, reading=reading)
        assert {cells for _, cells in found.tables} == real and truth in real
        assert {cells for _, cells in possible_counts(shown[0], 8, reading=reading, closes=True).tables} == {
            (k, 8 - k) for k in range(9) if fits(k, 8, shown[0][0], ways) and fits(8 - k, 8, shown[0][1], ways)}

    def test_a_misshapen_table_and_an_unknown_base_are_refused(self):
        with pytest.raises(AnalysisError, match="row_percents must have 2 rows of 2 cells"):
            PrintedTable(("a", "b"), ("x", "y"), row_percents=(("37", "63"),))
        with pytest.raises(AnalysisError, match="column_totals must have 2 entries"):
            PrintedTable(("a", "b"), ("x", "y"), column_totals=(3,))
        with pytest.raises(AnalysisError, match="base must be known"):
            possible_tables(PrintedTable(("a",), ("x", "y"), row_percents=(("37", "63"),)))


class TestResults:
    def test_a_question_is_shown_with_its_words_and_the_rest(self):
        found = reconstruct(of_question("Q6"), 44)
        assert found.table["low"].tolist() == found.table["high"].tolist() == [20, 4, 20]
        assert found.settings["tables"] == [[44, [20, 4, 20]]] and found.settings["exact"]
        for language, words in (("zh", "其余（未列出）"), ("en", "the rest (not printed)")):
            assert words in found.grid(language).to_text()

    def test_a_proof_of_none_and_how_far_the_search_went_are_said(self):
        found = reconstruct(of_question("Q2"))
        assert "46" in found.notes[0]["zh"] and "a proof" in found.notes[0]["en"]
        assert found.table["low"].isna().all() and sk.Result.from_json(found.to_json()).grid().rows
        table = PrintedTable(tuple("abcdef"), tuple("wxyz"), row_totals=(90,) * 6, column_totals=(135,) * 4)
        some, outer = (reconstruct(table, steps=steps) for steps in (300, 0))
        assert some.settings["tight"] and not some.settings["exact"] and "there are more" in some.notes[0]["en"]
        assert not outer.settings["tight"] and "outer bounds" in outer.notes[0]["en"]

    def test_a_table_is_shown_row_by_row(self):
        table = PrintedTable(("men", "women"), ("yes", "no", "?"),
                             row_percents=(("45.5", "45.5", "9.1"), ("33.3", "50", "16.7")))
        found = reconstruct(table, (10, 20))
        assert found.table["option"].tolist() == ["yes", "no", "?"] * 2
        assert found.settings["bases"] == [17] and "17" in found.notes[0]["en"]
        assert found.in_language("en").grid().rows[0] == "men"

    def test_the_source_is_named(self, tmp_path):
        path = tmp_path / "figures.csv"
        path.write_text("id\n", encoding="utf-8")
        assert reconstruct(["50"], 2, source=path).source["file"] == "figures.csv"

    def test_a_base_that_is_not_known_is_refused(self):
        with pytest.raises(AnalysisError, match="The base must be known"):
            reconstruct(["50%", "20%"])
