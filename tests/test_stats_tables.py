"""Cross tables: expected counts, chi-square, residuals, Cramer's V."""


import numpy as np
import pytest
from builders import golden
from numpy.testing import assert_allclose
from scipy import stats

from surveykit._stats.contingency import adjusted_residuals, chi_square, cramers_v, expected_counts, few_expected
from surveykit._stats.special_functions import chi_square_ncp

CELLS = dict(list(golden("table_cells").groupby("table")))
TABLES = golden("tables").set_index("table")


def table_of(name: str, column: str = "count") -> np.ndarray:
    return CELLS[name].pivot(index="row", columns="column", values=column).to_numpy()


every_table = pytest.mark.parametrize("name", sorted(CELLS))
every_function = pytest.mark.parametrize(
    "function", [expected_counts, chi_square, adjusted_residuals, cramers_v, few_expected])


@every_table
class TestAgainstR:
    def test_expected_counts_residuals_and_few_expected_equal_r_chisq_test(self, name):
        assert_allclose(expected_counts(table_of(name)), table_of(name, "expected"), rtol=1e-8)
        assert_allclose(adjusted_residuals(table_of(name)), table_of(name, "residual"), rtol=1e-8, atol=1e-13)
        below, cells, smallest = few_expected(table_of(name))
        row = TABLES.loc[name]
        assert (below, cells) == (row["below_5"], row["cells"])
        assert_allclose(smallest, row["smallest"], rtol=1e-8)

    def test_chi_square_equals_r_chisq_test(self, name):
        test, row = chi_square(table_of(name)), TABLES.loc[name]
        assert_allclose(test.statistic, row["statistic"], rtol=1e-8, atol=1e-25)
        assert test.df == row["df"]
        assert_allclose(test.p_value, row["p_value"], rtol=1e-8)
        assert_allclose(test.expected, table_of(name, "expected"), rtol=1e-8)

    def test_cramers_v_equals_an_r_root_of_pchisq(self, name):
        rows = golden("cramers_v").query("table == @name")
        assert len(rows) == 3
        for row in rows.itertuples():
            effect = cramers_v(table_of(name), row.level)
            assert_allclose(effect.estimate, row.estimate, rtol=1e-8, atol=1e-13)
            assert_allclose([effect.low, effect.high], [row.low, row.high], rtol=1e-6)
            assert_allclose(effect.corrected, row.corrected, rtol=1e-8, atol=1e-13)


class TestChiSquare:
    def test_it_leaves_out_empty_rows_and_columns(self):
        full = chi_square([[4, 6], [7, 2]])
        padded = chi_square([[4, 0, 6], [0, 0, 0], [7, 0, 2]])
        assert (padded.statistic, padded.df, padded.p_value) == (full.statistic, 1, full.p_value)
        assert padded.expected.shape == (3, 3)
        assert_allclose(padded.expected[1], 0)

    @pytest.mark.parametrize("table", [[[5, 3]], [[5], [3]], [[5, 3], [0, 0]], [[0, 0], [0, 0]]])
    def test_but_it_returns_nan_with_one_occupied_row_or_column(self, table):
        test = chi_square(table)
        assert np.isnan([test.statistic, test.p_value]).all()
        assert test.df == 0

    def test_it_cannot_be_changed(self):
        with pytest.raises(AttributeError):
            chi_square([[4, 6], [7, 2]]).df = 2


def mean_square(share):
    """Mean square contingency of any positive table, by its formula."""
    p = share / share.sum()
    expected = np.outer(p.sum(1), p.sum(0))
    return ((p - expected) ** 2 / expected).sum()


def single_steps(size):
    """One step in each cell of a table of four."""
    return size * np.eye(4).reshape(4, 2, 2)


class TestCramersV:
    def test_its_low_is_zero_when_the_test_is_not_significant(self):
        assert chi_square([[12, 10], [9, 11]]).p_value > 0.05
        assert cramers_v([[12, 10], [9, 11]]).low == 0.0

    def test_its_limits_are_those_of_the_non_centrality(self):
        table = np.array([[30, 13], [12, 25]])
        share, phi = table / 80, chi_square(table).statistic / 80
        slopes = np.array([(mean_square(share + step) - mean_square(share - step)) / 2e-6
                           for step in single_steps(1e-6)])
        variance = share.ravel() @ slopes**2 - (share.ravel() @ slopes) ** 2
        factor = (2 + 80 * variance) / (2 + 4 * 80 * phi)
        factor = factor if factor > 1 else 1 - (1 - factor) * 80 / 400
        low, high = chi_square_ncp(80 * phi / factor, 1 / factor)
        assert low > 0
        effect = cramers_v(table)
        assert_allclose([effect.low, effect.high], np.sqrt(np.array([low, high]) * factor / 80), rtol=1e-6)

    def test_its_interval_covers_v_of_a_large_table_in_a_small_sample(self):
        share = np.full((5, 4), 0.05)
        lean = np.eye(5, 4) - np.eye(5, 4).mean(0) - np.eye(5, 4).mean(1)[:, None] + 0.2
        share += lean * 0.3 / np.sqrt((lean**2 / share).sum() / 3)
        draw = np.random.default_rng(46)
        found = [cramers_v(draw.multinomial(46, share.ravel()).reshape(5, 4)) for _ in range(300)]
        assert 0.9 < np.mean([effect.low <= 0.3 <= effect.high for effect in found]) < 0.98
        many = [cramers_v(draw.multinomial(2000, share.ravel()).reshape(5, 4)) for _ in range(300)]
        assert np.mean([effect.low <= 0.3 <= effect.high for effect in many]) > 0.93  # .917 with f = 1
        assert abs(np.mean([effect.corrected for effect in found]) - 0.3) < 0.05
        assert np.mean([effect.estimate for effect in found]) > 0.38

    def test_it_is_one_for_a_diagonal_table(self):
        effect = cramers_v(np.diag([5, 6, 7]))
        assert_allclose(effect.estimate, 1)
        assert effect.high == 1.0
        assert effect.low < 1

    def test_but_it_returns_nan_without_two_rows(self):
        effect = cramers_v([[5, 3], [0, 0]])
        assert np.isnan([effect.estimate, effect.low, effect.high]).all()

    def test_but_it_refuses_a_level_in_percent(self):
        with pytest.raises(ValueError, match="level must lie between 0 and 1"):
            cramers_v([[1, 2], [3, 4]], 95)


class TestOtherCells:
    def test_residuals_are_nan_in_empty_rows_or_where_one_column_holds_everything(self):
        residuals = adjusted_residuals([[4, 6], [0, 0], [7, 2]])
        assert np.isnan(residuals[1]).all()
        assert np.isfinite(residuals[[0, 2]]).all()
        assert np.isnan(adjusted_residuals([[4, 0], [6, 0]])).all()

    def test_an_empty_table_has_few_cells_and_expects_nan(self):
        below, cells, smallest = few_expected([[0, 0], [0, 0]])
        assert (below, cells) == (0, 0)
        assert np.isnan(smallest)
        assert np.isnan(expected_counts([[0, 0], [0, 0]])).all()

    @every_function
    @pytest.mark.parametrize("cell", [-1, np.nan, np.inf])
    def test_but_a_bad_cell_is_refused(self, function, cell):
        with pytest.raises(ValueError, match="finite counts >= 0"):
            function([[1, 2], [3, cell]])

    @every_function
    def test_but_a_list_is_refused(self, function):
        with pytest.raises(ValueError, match="rows and columns; got 1 dimension"):
            function([1, 2, 3])


class TestChiSquareNcp:
    @pytest.mark.parametrize(("statistic", "df"), [(30, 6), (5.5, 1), (200, 12)])
    def test_it_puts_the_statistic_at_the_two_quantiles(self, statistic, df):
        low, high = chi_square_ncp(statistic, df, 0.9)
        assert_allclose(stats.ncx2.cdf(statistic, df, low), 0.95, rtol=1e-8)
        assert_allclose(stats.ncx2.cdf(statistic, df, high), 0.05, rtol=1e-8)

    def test_but_it_returns_nan_without_degrees_of_freedom(self):
        assert np.isnan(chi_square_ncp(3, 0)).all()
        assert np.isnan(chi_square_ncp(np.nan, 1)).all()
