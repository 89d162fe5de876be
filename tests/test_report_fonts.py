"""The Chinese font is found, named and checked; a report without one is refused."""

from pathlib import Path

import pytest
from matplotlib import get_data_path

from surveykit.errors import ReportError
from surveykit.files import fonts as _fonts
from surveykit.files.fonts import PROBE, family_name, font_file, missing_glyphs


@pytest.mark.parametrize("style", ["sans", "serif"])
def test_a_font_with_chinese_characters_is_found(style):
    assert missing_glyphs(PROBE, font_file(style)) == []
    assert family_name(font_file(style))
    assert family_name(Path(get_data_path(), "fonts/ttf/DejaVuSans-Oblique.ttf")) == "DejaVu Sans"


def test_missing_characters_are_listed_once_in_order():
    assert missing_glyphs("问😊a😊🚀\n", font_file("serif")) == ["😊", "🚀"]


def test_a_named_font_that_is_not_there_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setenv("SURVEYKIT_FONT", str(tmp_path / "none.otf"))
    with pytest.raises(ReportError) as error:
        font_file()
    assert str(error.value).startswith("The font file does not exist.\n  where: SURVEYKIT_FONT = ")
    for fix in ("surveykit[zh]", "fonts-noto-cjk", "SURVEYKIT_FONT"):
        assert fix in error.value.fix


def test_a_named_file_that_is_no_font_is_an_error(monkeypatch, tmp_path):
    for content in (b"", b"no font at all", bytes(400)):
        path = tmp_path / "fake.otf"
        path.write_bytes(content)
        _fonts._coverage.cache_clear()
        monkeypatch.setenv("SURVEYKIT_FONT", str(path))
        with pytest.raises(ReportError, match="cannot be read as a font"):
            font_file()


def test_a_named_font_without_chinese_is_an_error(monkeypatch):
    latin = Path(pytest.importorskip("matplotlib").get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    monkeypatch.setenv("SURVEYKIT_FONT", str(latin))
    with pytest.raises(ReportError, match="The font must have Chinese characters"):
        font_file("serif")


def test_a_named_font_is_used_for_both_styles(monkeypatch):
    named = font_file("serif")
    monkeypatch.setenv("SURVEYKIT_FONT", str(named))
    assert font_file("sans") == font_file("serif") == named


def test_no_font_anywhere_is_an_error_that_names_three_fixes(monkeypatch):
    monkeypatch.delenv("SURVEYKIT_FONT", raising=False)
    monkeypatch.setattr(_fonts, "WHEEL", "no_such_wheel")
    monkeypatch.setattr(_fonts, "_FOLDERS", ())
    _fonts._on_system.cache_clear()
    with pytest.raises(ReportError, match="A font with Chinese characters must be installed"):
        font_file("sans")
    _fonts._on_system.cache_clear()
