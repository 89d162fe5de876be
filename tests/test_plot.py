"""Figures: every kind, both languages, the same bytes anywhere, nothing cut."""

import hashlib
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from matplotlib.text import Text
from test_plot_cases import CASES, HOSTILE, LONG_ZH, estimate, options_by, result, share

from surveykit.errors import AnalysisError, ReportError
from surveykit.figures import FIGURE_MIME, plot
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure import _settings
from surveykit.figures.figure_values import percent
from surveykit.figures.mark_drawing import Segment, stack
from surveykit.figures.mark_rows import HEAD, NARROW_HEAD, Lane, MarkRow, _columns
from surveykit.figures.style import NARROW, SEGMENTS, WIDTH, diverging
from surveykit.figures.text_metrics import letters
from surveykit.result import SHARES, Result

EVERY = [pytest.param(name, language, id=f"{name}-{language}") for name in CASES for language in ("zh", "en")]
HERE = Path(__file__).parent


def assert_apart(found):
    """No text lies on another."""
    for (a, one), (b, two) in itertools.combinations(found, 2):
        wide = min(one.x1, two.x1) - max(one.x0, two.x0)
        high = min(one.y1, two.y1) - max(one.y0, two.y0)
        assert wide < 2 or high < 0.3 * min(one.height, two.height), (a.get_text(), b.get_text())


def assert_inside(sheet, found):
    """No text leaves the sheet."""
    for text, box in found:
        assert box.x0 >= 0 and box.x1 <= sheet.x1, text.get_text()
        assert box.y0 >= 0 and box.y1 <= sheet.y1, text.get_text()


def texts_of(figure, wide=WIDTH):
    """Every piece of text on the sheet, with its box in pixels."""
    with _settings():
        drawing = figure._drawing(wide)
        found = [t for t in drawing.findobj(Text) if t.get_text()]
        return drawing.bbox, [(t, t.get_window_extent()) for t in found]


def shown(figure):
    """The words on the sheet."""
    return [text.get_text() for text, _ in texts_of(figure)[1]]


class TestEveryKind:
    @pytest.mark.parametrize(("name", "language"), EVERY)
    def test_it_is_whole_readable_marked_described_and_changes_no_result(self, name, language):
        case, before = CASES[name], CASES[name].to_json()
        figure = plot(case, language=language)
        svg = figure.svg()
        assert svg.startswith(b"<?xml") and figure.png(110).startswith(b"\x89PNG") and case.to_json() == before
        sheet, found = texts_of(figure)
        assert_inside(sheet, found)
        assert_apart(found)
        assert min(text.get_fontsize() for text, _ in found) >= 8.5
        mark = {"zh": "合成数据", "en": "Synthetic data"}[language]
        assert [text.get_text() for text, _ in found].count(mark) == case.synthetic
        assert figure.alt.startswith(case.caption(language)) and figure.alt.endswith({"zh": "。", "en": "."}[language])
        if language == "zh":
            assert plot(Result.from_json(before), language="zh").svg() == svg, "read back from JSON it looks otherwise"

    def test_it_is_drawn_for_telephones(self):
        for name, case in CASES.items():
            sheet, found = texts_of(plot(case, language="en"), NARROW)
            assert sheet.x1 == pytest.approx(NARROW * 100, abs=1), name
            assert_inside(sheet, found)
            assert_apart(found)

    @pytest.mark.bench
    @pytest.mark.parametrize("name", CASES)
    def test_it_costs_little(self, name):
        figure, costs = plot(CASES[name]), []
        for _ in range(2):
            start = time.process_time()
            figure.svg()
            costs.append(time.process_time() - start)
        assert min(costs) < 0.4


class TestBytes:
    def test_they_are_the_same_in_other_places(self, tmp_path):
        hostile = tmp_path / "matplotlibrc"
        hostile.write_text("font.size: 30\nsavefig.bbox: tight\nsvg.fonttype: none\ntext.parse_math: True\n")
        places = [
            {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"},
            {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LANG": "C", "MATPLOTLIBRC": str(hostile)}]
        folders = [tmp_path / "here", tmp_path / "there 那里"]
        assert (len({self._hashes(place, folder) for place, folder in zip(places, folders, strict=True)}) == 1)

    @staticmethod
    def _hashes(place, folder):
        folder.mkdir()
        code = (
            "import hashlib\nfrom test_plot_cases import CASES\nfrom surveykit.figures import plot\n"
            "for name, case in CASES.items():\n"
            "    f = plot(case, language='zh')\n"
            "    forms = (f.svg, f.png, f.pdf) if case.kind in {'likert', 'bases'} else (f.svg,)\n"
            "    print(name, *(hashlib.sha256(form()).hexdigest() for form in forms))\n")
        root = os.pathsep.join([str(HERE), str(HERE.parent)])
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": root, **place})
        return run.stdout

    def test_drawing_leaves_matplotlib_as_it_was(self):
        import matplotlib

        before = dict(matplotlib.rcParams)
        plot(CASES["likert"]).svg()
        assert dict(matplotlib.rcParams) == before

    def test_pyplot_is_never_loaded(self):
        code = "import sys, surveykit.figures; sys.exit('matplotlib.pyplot' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

    def test_the_png_is_sixteen_centimetres_wide(self):
        assert int.from_bytes(plot(CASES["bases"]).png(200)[16:20], "big") == pytest.approx(WIDTH * 200, abs=1)


class TestWords:
    def test_labels_are_plain_text_break_at_a_comma_and_percents_stand_with_their_counts(self):
        assert HOSTILE in " ".join(shown(plot(CASES["frequencies"], language="zh")))
        words = shown(plot(CASES["frequencies"], language="zh"))
        first, second = LONG_ZH.split("，")
        assert f"{first}，" in words and second in words
        assert "21/46 ⋅ 46%" in shown(plot(CASES["frequencies"]))

    def test_response_sets_are_sorted_and_frequencies_are_not(self):
        rows = options_by([""], [3, 20, 17, 0])
        order = {
            kind: [w for w in shown(plot(result(kind, rows))) if w in {"Return home", "Sit the civil-service"}]
            for kind in ("frequencies", "multiple_response")}
        assert order["frequencies"][0] == "Return home"
        assert order["multiple_response"][-1] == "Return home"

    @pytest.mark.parametrize("wide, limit", [(WIDTH, HEAD), (NARROW, HEAD), (NARROW, NARROW_HEAD)])
    def test_long_names_of_both_sides_leave_room_for_the_bars(self, wide, limit):
        sheet = Canvas("en", letters("en"), wide)
        row = MarkRow("Oranges", (Lane(lambda *_: None, ("40%",)),))
        assert 0.5 < _columns(sheet, (row,), ("“Washed and dried” and “With sugar on top” (sum)",), limit)[0] <= limit

    def test_nothing_is_a_dash(self):
        assert percent(float("nan"), 0) == percent(None, 0) == "–"

    def test_an_english_figure_needs_no_chinese_font(self, monkeypatch):
        def none(style):
            raise ReportError("A font with Chinese characters must be installed.")

        monkeypatch.setattr(sys.modules["surveykit.figures.text_metrics"], "font_file", none)
        monkeypatch.delenv("SURVEYKIT_FONT", raising=False)
        plain = result("reliability", [estimate("scale", 0.8, 0.7, 0.9)], synthetic=False)
        assert plot(plain, language="en").svg()
        with pytest.raises(ReportError, match="must be installed"):
            plot(plain, language="zh")


class TestRefusals:
    @pytest.mark.parametrize("kind", ["excerpts", "disagreements", "participants", "log", "figures", "item_analysis"])
    def test_a_kind_without_figure_is_named(self, kind):
        with pytest.raises(AnalysisError) as caught:
            plot(result(kind, [{"item": "q1"}]))
        assert caught.value.what == f"A result of kind {kind!r} has no figure."
        assert caught.value.fix == "show its table: result, or result.table"

    def test_results_without_rows_and_states_that_match_no_base_are_refused(self):
        with pytest.raises(AnalysisError, match="at least one row"):
            plot(Result(kind="frequencies", layout=SHARES, title={"en": "T"},
                        table=pd.DataFrame({"item": [], "option": []}), base=0))
        with pytest.raises(AnalysisError, match="for each of 2 bases"):
            plot(result("bases", [{"item": "q1", "printed": "36%"}], bases=[30, 31], states={"q1": "BX"}))

    def test_characters_no_font_holds_are_named(self):
        with pytest.raises(ReportError) as caught:
            plot(result("frequencies", [share(1, 2, option="odd")], options={"odd": ("好\U0001f9ff", "\U0001f9ff")}))
        assert "No font here can draw '\U0001f9ff'." in str(caught.value)
        assert "SURVEYKIT_FONT" in caught.value.fix

    def test_a_figure_taller_than_a_page_wall_is_refused(self):
        rows = [estimate(f"item {i}", 0.5, 0.4, 0.6) for i in range(400)]
        with pytest.raises(ReportError, match="at most 60 inches"):
            plot(result("reliability", rows))

    def test_a_table_of_bases_without_states_points_to_the_map(self):
        with pytest.raises(AnalysisError) as caught:
            plot(result("bases", [{"item": "q1", "printed": "36%"}]))
        assert caught.value.fix == "plot(sk.audit.question_table(figures, 'map'))"

    def test_another_suffix_is_refused(self, tmp_path):
        with pytest.raises(ReportError, match=r"\.png, \.svg or \.pdf"):
            plot(CASES["means"]).save(tmp_path / "figure.gif")

    def test_what_is_no_result_and_an_unknown_language_are_refused(self):
        with pytest.raises(AnalysisError, match="needs a Result"):
            plot(pd.DataFrame())
        with pytest.raises(ValueError, match="'zh' or 'en'"):
            plot(CASES["means"], language="fr")


class TestShowing:
    def test_the_notebook_gets_picture_line_and_result(self):
        bundle = plot(CASES["means"], language="en")._repr_mimebundle_()
        assert bundle["text/plain"] == "Figure: Title (synthetic data)"
        assert bundle["image/png"].startswith(b"\x89PNG")
        assert Result.from_json(json.dumps(bundle[FIGURE_MIME]["result"])).kind == "means"

    @pytest.mark.parametrize(("suffix", "begins"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
    def test_it_is_saved_by_suffix(self, tmp_path, suffix, begins):
        path = tmp_path / "new" / f"figure{suffix}"
        plot(CASES["means"]).save(path)
        assert path.read_bytes().startswith(begins)

    def test_the_language_of_the_result_is_the_default(self):
        assert plot(CASES["means"].in_language("zh")).language == "zh"
        assert plot(CASES["means"]).in_language("zh").alt == plot(CASES["means"], language="zh").alt


class TestColours:
    @staticmethod
    def _light(colour):
        return sum(w * int(colour[i : i + 2], 16) for w, i in zip((0.299, 0.587, 0.114), (1, 3, 5), strict=True))

    def test_neighbouring_segments_differ_in_grey(self):
        pairs = itertools.pairwise(self._light(colour) for colour in SEGMENTS)
        assert all(abs(one - two) > 30 for one, two in pairs)

    @pytest.mark.parametrize("points", [3, 4, 5, 6, 7, 11])
    def test_rating_points_grow_darker_to_both_ends(self, points):
        light = [self._light(colour) for colour in diverging(points)]
        half = points // 2
        assert light[:half] == sorted(light[:half])
        assert light[-half:] == sorted(light[-half:], reverse=True)


def test_text_is_measured_as_wide_as_it_is_drawn():
    _, found = texts_of(plot(CASES["crosstab"], language="zh"))
    for text, box in found:
        inches = letters("zh").width(text.get_text(), text.get_fontsize())
        assert box.width / text.figure.dpi == pytest.approx(inches, abs=0.06)


def test_hashes_differ_between_languages():
    case = CASES["means"]
    both = {hashlib.sha256(plot(case, language=language).svg()).hexdigest() for language in ("zh", "en")}
    assert len(both) == 2


def test_parts_of_a_bar_end_before_the_next_begins():
    ends: list[tuple[float, float]] = []
    sheet = SimpleNamespace(box=lambda left, _low, wide, *_: ends.append((left, left + wide)), width=lambda *_: 99)
    stack([Segment(0, 0.4, "#000000"), Segment(0.4, 0.4, "#000000"), Segment(0.4, 1, "#000000")])(sheet, float, 0)
    assert len(ends) == 2 and 0 < ends[0][0] < ends[0][1] < ends[1][0] < ends[1][1] < 1
