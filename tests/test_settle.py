"""Settling drafts: in Python, in the terminal, in the workbook; and what changed by it."""

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import surveykit as sk
from surveykit.cli import app
from surveykit.codebook.codebook_workbook import COLUMNS, HELP, HELP_SHEET, codebook_bytes, codebook_sheets, column_stem
from surveykit.codebook.translate_doubt import translate_doubt
from surveykit.drafting.diff_files import diff_files, diff_lines
from surveykit.drafting.draft_from_export import draft_lines
from surveykit.drafting.settle_draft import read_draft, settle_workbook

EXPORT = "data/raw/volunteers/volunteers_synthetic.xlsx"
DOCS = Path(__file__).parents[1] / "docs/codebook.md"


@pytest.fixture(scope="module")
def draft():
    """The draft of the sample study."""
    return sk.draft_codebook(EXPORT)


@pytest.fixture
def workbook(draft, tmp_path) -> Path:
    """Its workbook."""
    return sk.write_draft(draft, tmp_path / "draft.codebook.xlsx", language="en")


def settle(path: Path, *answers: str) -> tuple[int, str]:
    """How many doubts are left after these answers, and what was said."""
    said, typed = [], iter(answers)

    def ask(_: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    return settle_workbook(path, language="en", ask=ask, say=said.append), "\n".join(said)


class TestInPython:
    def test_nothing_said_takes_the_proposal_and_clears_the_doubts_of_the_item(self, draft):
        settled = draft.settle(item="q3")
        assert settled.codebook == draft.codebook
        assert [doubt for doubt in draft.doubts if doubt.item != "q3"] == list(settled.doubts)

    def test_options_in_another_order_keep_their_values_and_new_ones_get_one(self, draft):
        labels = [option.label["zh"] for option in draft.codebook["q3"].options]
        options = draft.settle(item="q3", options=[*labels[::-1], "体育学院"]).codebook["q3"].options
        assert [o.value for o in options] == [*(o.value for o in draft.codebook["q3"].options[::-1]), "体育学院"]

    def test_a_choice_becomes_a_rating_by_its_order_and_what_a_kind_cannot_have_goes(self, draft):
        item = draft.settle(item="q22", kind="rating").codebook["q22"]
        assert (item.kind, [option.score for option in item.options]) == ("rating", [1.0, 2.0, 3.0])
        item = draft.settle(item="q14_1", kind="text").codebook["q14_1"]
        assert (item.options, item.scale, item.layout) == ((), None, None)

    def test_points_in_another_order_are_scored_anew(self, draft):
        name = "q14_1"
        labels = [option.label["zh"] for option in draft.codebook[name].options]
        item = draft.settle(item=name, options=labels[::-1], kind="rating").codebook[name]
        assert [(o.label["zh"], o.score) for o in item.options] == list(zip(labels[::-1], (5, 4, 3, 2, 1), strict=True))

    def test_words_roles_and_conditions_can_be_settled_and_the_whole_codebook_at_once(self, draft):
        item = draft.settle(item="q3", short={"en": "School", "zh": "学院"}, role="pii:name",
                            asked_if="${q5} = 'yes'").codebook["q3"]
        assert (item.short["en"], item.personal, item.asked_if) == ("School", True, "${q5} = 'yes'")
        assert draft.settle(item="q3", asked_if="", role="").codebook["q3"].asked_if is None
        assert all(doubt.item in draft.codebook for doubt in draft.settle().doubts)

    @pytest.mark.parametrize(("change", "said"), [
        ({"item": "q33"}, "no item 'q33'"), ({"item": "q3", "kind": "choice"}, "no kind 'choice'"),
        ({"item": "q25", "kind": "single"}, "must have options"),
        ({"item": "q3", "asked_if": "${nobody} = 1"}, "no item 'nobody'")])
    def test_what_cannot_be_is_refused(self, draft, change, said):
        with pytest.raises(sk.CodebookError, match=said):
            draft.settle(**change)


class TestInTheTerminal:
    def test_every_answer_is_kept_at_once_and_it_goes_on_where_it_stopped(self, workbook):
        before = len(read_draft(workbook).doubts)
        left, said = settle(workbook, "", "q")
        assert left == len(read_draft(workbook).doubts) < before and "Run this again" in said
        again, said = settle(workbook, "k text", "q")
        assert again < left and "[1/" in said and sk.read_codebook(workbook)["q3"].kind == "text"

    def test_nobody_at_the_terminal_changes_nothing_and_a_wrong_answer_is_asked_again(self, workbook):
        data = workbook.read_bytes()
        assert settle(workbook)[0] > 0 and workbook.read_bytes() == data
        _, said = settle(workbook, "k banana", "x", "n Sex", "q")
        assert "There is no kind 'banana'" in said and "another kind" in said
        assert "Sex" in sk.read_codebook(workbook)["q1"].short.values()

    def test_options_are_put_in_order_and_none_that_people_chose_is_lost(self, workbook):
        before = [option.value for option in sk.read_codebook(workbook)["q3"].options]
        settle(workbook, "", "o 3 1", "q")
        after = [option.value for option in sk.read_codebook(workbook)["q3"].options]
        assert after == [before[2], before[0], before[1], *before[3:]]

    def test_what_many_items_are_asked_alike_is_listed_and_settled_once(self, tmp_path):
        rows = ["a,b,c,d,Own.Hand", *(f"{n % 5 + 1},{n % 4 + 1},{n % 5 + 1},3,{'LR'[n % 2]}" for n in range(40))]
        rows += ["NA,NA,3,3,R", "NA,4,NA,3,NA", "2,NA,3,NA,L"]
        (tmp_path / "r.csv").write_text("\n".join(rows), encoding="utf-8")
        draft = sk.draft_codebook(tmp_path / "r.csv")
        lines = [line for line in draft_lines(draft, "en") if "nothing but NA" in line]
        assert len(lines) == 1 and lines[0].startswith("  a, b, c, d and 1 more: Cells with nothing but NA: 1-2,")
        assert "Own_Hand" in draft.codebook
        path = sk.write_draft(draft, tmp_path / "r.codebook.xlsx", language="en")
        left, said = settle(path, "a", "q")
        assert "for all that are asked alike: a, b, c, d" in said
        assert {doubt.item for doubt in read_draft(path).doubts} <= {"Own_Hand", ""} and left < len(draft.doubts)

    def test_what_the_export_no_longer_agrees_with_is_listed_and_an_interruption_keeps_the_rest(self, tmp_path,
                                                                                               monkeypatch):
        (tmp_path / "e.csv").write_text("code,song\n" + "0,so\n1,la\n2,ti\n" * 8, encoding="utf-8")
        sk.new_study(tmp_path / "s", tmp_path / "e.csv", language="en")
        answers = iter(["", "k number"])

        def ask(*_: object, **__: object) -> str:
            try:
                return next(answers)
            except StopIteration:
                raise KeyboardInterrupt from None

        monkeypatch.setattr("rich.prompt.Prompt.ask", ask)
        told = CliRunner().invoke(app, ["settle", str(tmp_path / "s"), "--language", "en"])
        assert "song: rows 2, 5, 8, 11, 14 and 3 more: 'so' is not a number" in told.output
        assert "code: row" not in told.output
        assert sk.read_study(tmp_path / "s").codebook["song"].kind == "number"

    def test_yes_takes_all_and_says_so(self, workbook):
        said: list[str] = []
        assert settle_workbook(workbook, language="zh", say=said.append) == 0
        assert sum("接受提议" in line for line in said) == sum(line.startswith("[") for line in said) > 5
        assert "todo" not in sk.read_codebook(workbook).settings
        assert settle_workbook(workbook, language="zh", say=said.append) == 0

    def test_the_export_is_never_touched_and_a_codebook_may_be_settled_beside_it(self, tmp_path, draft):
        raw = tmp_path / "data/raw"
        raw.mkdir(parents=True)
        (raw / "e.xlsx").write_bytes(Path(EXPORT).read_bytes())
        path = sk.write_draft(draft, raw / "e.codebook.xlsx")
        settle_workbook(path, language="en", say=lambda line: None)
        assert hashlib.sha256((raw / "e.xlsx").read_bytes()).digest() == hashlib.sha256(
            Path(EXPORT).read_bytes()).digest()
        with pytest.raises(sk.CleaningError, match="data/raw"):
            sk.write_draft(draft, path)

    def test_a_workbook_with_more_than_we_write_is_not_rewritten(self, workbook):
        book = openpyxl.load_workbook(workbook)
        book["survey"].cell(1, 30, "hint")
        book.save(workbook)
        with pytest.raises(sk.CodebookError, match=r"would lose.*'hint'"):
            settle(workbook, "")


class TestHelpInTheWorkbook:
    def test_heads_stay_filters_and_lists_are_there(self, workbook):
        sheet = openpyxl.load_workbook(workbook)["survey"]
        assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == sheet.dimensions
        assert {str(rule.sqref)[0] for rule in sheet.data_validations.dataValidation} >= {"A"}

    def test_every_column_is_explained_on_its_heading_in_both_languages(self, workbook):
        book = openpyxl.load_workbook(workbook)
        for title in COLUMNS:
            for cell in book[title][1]:
                zh, en, *_ = cell.comment.text.splitlines()
                assert any("\u3400" < c < "\u9fff" for c in zh) and en.isascii(), (title, cell.value)
        assert book[HELP_SHEET].max_row >= 4 + sum(map(len, COLUMNS.values()))

    def test_types_to_choose_from_name_every_list(self, workbook):
        book = openpyxl.load_workbook(workbook)
        lists = {row[0].value for row in book["choices"].iter_rows(min_row=2)}
        offered = {str(row[0].value) for row in book[HELP_SHEET].iter_rows(min_row=5, min_col=7, max_col=7)}
        assert {f"select_one {name}" for name in lists} <= offered

    def test_it_reads_as_without_help_and_equal_drafts_give_equal_bytes(self, draft, workbook):
        assert sk.read_codebook(workbook).items == draft.codebook.items
        assert codebook_bytes(draft.codebook, draft.todo, helped=True) == codebook_bytes(
            draft.codebook, draft.todo, helped=True)

    def test_no_cell_is_a_formula(self, workbook):
        book = openpyxl.load_workbook(io.BytesIO(workbook.read_bytes()))
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


class TestTheDocumentation:
    def test_every_column_that_a_codebook_can_have_is_explained(self):
        settings = {"headings": "3", "note": "x", "export_tags": {"gender": ("Q1",)},
                    "missing_codes": {"-1": "blank"}, "sent": 5}
        book = sk.example_survey().codebook
        items = (replace(book.items[0], calculation="${age} < 25"), *book.items[1:])
        sheets = codebook_sheets(sk.Codebook(items, book.scales, settings), {"": "x", "gender": "y"})
        for title, rows in sheets.items():
            assert {column_stem(str(heading)) for heading in rows[0]} == set(COLUMNS[title]), title

    def test_the_page_has_a_row_for_each_of_them_as_the_workbook_says_it(self):
        page = DOCS.read_text(encoding="utf-8")
        for row in HELP:
            assert all(row.values())
            line = f"| {row['sheet']} | `{row['column']}` | {row['en']} | {row['zh']} | `{row['example_en']}` |"
            assert line in page, line


class TestDifferences:
    def test_equal_codebooks_differ_in_nothing_and_orders_of_options_and_items_are_changes(self, draft):
        assert sk.diff_codebooks(draft.codebook, draft.codebook) == ()
        items = draft.codebook.items
        labels = [option.label["zh"] for option in draft.codebook["q3"].options]
        moved = sk.Codebook((items[1], items[0], *items[2:]), draft.codebook.scales, draft.codebook.settings)
        assert {change.what for change in sk.diff_codebooks(draft.codebook, moved)} == {"moved"}
        turned = draft.settle(item="q3", options=labels[::-1]).codebook
        assert [change.what for change in sk.diff_codebooks(draft.codebook, turned)] == ["order"]

    def test_kinds_options_labels_conditions_and_items_are_told(self, draft):
        new = draft.settle(item="q3", options=["外语学院", "体育学院"])
        new = new.settle(item="q22", kind="rating", label="是否对口？", asked_if="")
        book = new.codebook
        changed = sk.diff_codebooks(draft.codebook, sk.Codebook(book.items[1:], book.scales, book.settings))
        told = {(change.item, change.what.split()[0]) for change in changed}
        assert told >= {("q1", "removed"), ("q3", "option"), ("q22", "kind"), ("q22", "label"), ("q22", "asked_if")}
        assert ("q22", "kind", "single", "rating") in changed
        back = sk.diff_codebooks(sk.Codebook(book.items[1:], book.scales, book.settings), draft.codebook)
        assert len(back) == len(changed) and ("q1", "added") in {(c.item, c.what) for c in back}

    def test_exports_are_compared_cell_for_cell_by_their_keys(self, tmp_path):
        sides = {"a": "1,m,13800000001\n2,f,13800000002\n", "b": "2,f,13800000009\n1,x,13800000001\n3,f,\n"}
        for name, rows in sides.items():
            (tmp_path / f"{name}.csv").write_text(f"Respondent ID,Sex,Phone\n,Response,Response\n{rows}")
        found = diff_files(tmp_path / "a.csv", tmp_path / "b.csv")
        assert {(change.what, change.item) for change in found} == {("1", "Sex"), ("2", "Phone"), ("3", "")}
        assert "1380000" not in "\n".join(diff_lines(found, "en"))
        assert diff_lines((), "en") == ["No change."] and diff_lines(found, "zh")[-1] == "共 3 处改动。"


def test_doubts_are_asked_in_the_language_of_the_question_whatever_the_workbook_holds(workbook):
    said: list[str] = []
    settle_workbook(workbook, language="zh", say=said.append, ask=lambda _: "q")
    asked = [line for line in said if line.startswith("  ? ")]
    assert asked and all(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in asked)


def test_every_doubt_of_a_draft_can_be_told_in_both_languages(draft):
    for doubt in (doubt for doubt in draft.doubts if doubt.key != "routed"):  # labels in a list stay as they are
        for language in ("zh", "en"):
            assert translate_doubt(" ".join(doubt.text[language].split())) == {
                one: " ".join(side.split()) for one, side in doubt.text.items()}


def test_a_study_s_folder_stands_for_its_codebook(tmp_path):
    made = sk.new_study(tmp_path / "study", EXPORT)
    assert made.draft.doubts
    left = settle_workbook(made.folder, language="en", say=lambda line: None)
    assert left == 0 and not read_draft(next(made.folder.glob("data/raw/*.codebook.xlsx"))).doubts


def test_a_second_export_brings_its_new_options_with_a_doubt(tmp_path):
    def wave(name, plans):
        rows = ["序号,提交答卷时间,1、去向", *(f"{n},2026/9/1 1:05:07,{plan}" for n, plan in enumerate(plans, start=1))]
        path = tmp_path / name
        path.write_text("\n".join(rows), encoding="utf-8")
        return path

    study = sk.new_study(tmp_path / "study", wave("a.csv", ["就业", "升学"] * 8)).folder
    made = sk.new_study(study, wave("b.csv", ["升学", "创业"] * 8))
    assert [option.label["zh"] for option in made.draft.codebook["q1"].options] == ["就业", "升学", "创业"]
    assert [(doubt.item, doubt.key) for doubt in made.draft.doubts] == [("q1", "new_options")]
    assert sk.read_study(study).responses["q1"].value_counts().to_dict() == {"升学": 8, "创业": 8}
