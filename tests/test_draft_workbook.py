"""A draft as a workbook, and what stands in it until a person has settled it."""

from pathlib import Path

import pytest

import surveykit as sk
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.drafting import check_export
from surveykit.files.study_settings import find_study, read_settings
from surveykit.words.phrases import same_text

HEADED = "Survey of the spring,,\n,,\nid,Gender,Plan\n" + "".join(f"{n},{'mf'[n % 2]},stay\n" for n in range(1, 13))
PLAIN = HEADED.split("\n", 2)[2]


@pytest.fixture
def export(tmp_path) -> Path:
    """A small plain table."""
    (tmp_path / "plain.csv").write_text(PLAIN, encoding="utf-8")
    return tmp_path / "plain.csv"


def test_doubts_about_no_item_stand_in_the_workbook_and_are_listed_by_check(export, tmp_path):
    settled = sk.draft_codebook(export).codebook
    whole = DraftQuestion("", "unanswered", same_text("-99 was taken as blank."))
    path = sk.write_draft(Draft(settled, (whole,)), tmp_path / "draft.xlsx")
    found = check_export(export, path)
    assert [(one.item, one.key) for one in found] == [("", "todo")]
    assert "-99 was taken as blank." in found[0].what["en"]
    assert check_export(export, settled) == ()


def test_each_doubt_of_an_item_is_a_line_of_its_own(export, tmp_path):
    draft = sk.draft_codebook(export)
    path = sk.write_draft(draft, tmp_path / "draft.xlsx")
    assert len(check_export(export, path)) == len(draft.doubts) > 1
    todo = sk.read_codebook(path).settings["todo"]
    assert sum(len(text.splitlines()) for text in todo.values()) == len(draft.doubts)


def test_what_is_open_stays_open_when_a_codebook_is_written_again(export, tmp_path):
    first = sk.read_codebook(sk.write_draft(sk.draft_codebook(export), tmp_path / "draft.xlsx"))
    again = sk.read_codebook(sk.write_codebook(first, tmp_path / "again.xlsx"))
    assert again.settings["todo"] == first.settings["todo"]


class TestTheRowOfTheHeadings:
    def test_a_new_study_reads_it_from_its_settings(self, tmp_path):
        (tmp_path / "titled.csv").write_text(HEADED, encoding="utf-8")
        sk.new_study(tmp_path / "study", tmp_path / "titled.csv", language="en", headings=3)
        assert read_settings(tmp_path / "study").headings == "3"
        assert sk.read_study(tmp_path / "study").rows == 12


class TestTheSettingsOfAStudy:
    def write(self, folder: Path, text: str) -> Path:
        """A `study.yaml` with this text."""
        (folder / "study.yaml").write_text(text, encoding="utf-8")
        return folder

    def test_front_matter_is_read_in_each_language(self, tmp_path):
        front = read_settings(self.write(tmp_path, "title: {zh: 去向, en: Destinations}\nauthors: [Li, {zh: 王}]\n"
                                         "date: 2026-11-29\nkeywords: {zh: [就业], en: [work, home]}\n")).front
        assert front.title == {"zh": "去向", "en": "Destinations"}
        assert front.authors == ({"zh": "Li", "en": "Li"}, {"zh": "王"})
        assert front.date == "2026-11-29" and front.keywords["en"] == ("work", "home")

    def test_what_is_not_said_is_empty_and_no_choice_for_the_look_of_a_report(self, tmp_path):
        settings = read_settings(self.write(tmp_path, "languages: [en]\n"))
        assert settings.languages == ("en",) and settings.front.title == {} and settings.front.authors == ()
        settings = read_settings(self.write(tmp_path, "contents: false\nstyle: thesis\n"))
        assert (settings.contents, settings.numbered, settings.style) == (False, None, "thesis")

    def test_it_is_found_from_a_folder_below(self, tmp_path):
        (tmp_path / "notebooks").mkdir()
        assert find_study(tmp_path / "notebooks") is None
        self.write(tmp_path, "languages: [en]\n")
        assert find_study(tmp_path / "notebooks") == tmp_path.resolve()

    @pytest.mark.parametrize(("text", "said"), [
        ("title: [a, b]\n", "title must be a text"), ("languages: [fr]\n", "list of zh and en"),
        ("title: &x 1\ndate: *x\n", "another place"), ("- a\n", "names with values"),
        ("titel: x\n", "(?s)no setting 'titel'.*title"), ("style: thesi\n", "(?s)style must be one of.*thesis"),
        ("contents: maybe\n", "true, false"), ("title: a\ntitle: b\n", "stand once")])
    def test_what_it_cannot_say_is_refused(self, tmp_path, text, said):
        with pytest.raises(sk.ReadError, match=said):
            read_settings(self.write(tmp_path, text))
