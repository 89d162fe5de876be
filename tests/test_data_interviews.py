"""The synthetic interviews are what their README says: declared, dirty, coded, reproducible."""

import csv
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from builders import cases
from docx import Document

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "data" / "raw" / "interviews"
TRANSCRIPTS = sorted((FOLDER / "transcripts").iterdir())
CODERS = ("coder_a", "coder_b")

sys.path.append(str(ROOT / "scripts"))
from interviews_text.canonical_text import cleaned, read_turns  # noqa: E402
from volunteers_wording import OPTIONS  # noqa: E402


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codings() -> list[dict[str, str]]:
    return [row for coder in CODERS for row in rows(f"codings/{coder}.csv")]


def turns() -> dict[str, list[str]]:
    """Return the words of every turn, by document."""
    speakers = yaml.safe_load((FOLDER / "interviews.yaml").read_text("utf-8"))["speakers"]
    return {path.stem: [words for _, words in read_turns(path, speakers)] for path in TRANSCRIPTS}


def raw(name: str) -> str:
    path = FOLDER / "transcripts" / name
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    return path.read_bytes().decode("utf-8")


def coded_turns() -> dict[tuple[str, int], dict[str, set[str]]]:
    """Return the codes of each coder, by document and number of the turn."""
    found: dict[tuple[str, int], dict[str, set[str]]] = {}
    texts = turns()
    for row in codings():
        number = "\n".join(texts[row["doc"]])[: int(row["start"])].count("\n")
        unit = found.setdefault((row["doc"], number), {coder: set() for coder in CODERS})
        unit[row["coder"]].add(row["code_id"])
    return found


def test_making_the_folder_again_gives_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, str(ROOT / "scripts" / "make_interviews.py"), str(tmp_path)], check=True)
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(FOLDER) for path in FOLDER.rglob("*") if path.is_file()}
    assert made == kept - {Path(".gitattributes")}
    assert not [n for n in made if (tmp_path / n).read_bytes() != (FOLDER / n).read_bytes()]


def test_every_quote_stands_where_its_coding_says():
    texts = {doc: "\n".join(words) for doc, words in turns().items()}
    wrong = [
        row for row in codings()
        if texts[row["doc"]][int(row["start"]) : int(row["end"])] != row["quote"]]  # fmt: skip
    assert wrong == []


def test_codings_lie_within_one_turn_are_translated_unique_and_sorted():
    assert [row for row in codings() if "\n" in row["quote"] or not row["quote_en"]] == []
    ids = [row["coding_id"] for row in codings()]
    assert len(set(ids)) == len(ids)
    for coder in CODERS:
        keys = [(row["doc"], int(row["start"]), int(row["end"]), row["code_id"])
                for row in rows(f"codings/{coder}.csv")]  # fmt: skip
        assert keys == sorted(keys)


def test_six_men_and_five_women_were_interviewed_and_each_has_a_transcript():
    people = rows("participants.csv")
    genders = [person["gender"] for person in people]
    assert (genders.count("male"), genders.count("female"), len(genders)) == (6, 5, 11)
    assert [person["transcript"] for person in people] == [path.name for path in TRANSCRIPTS]
    assert {person["participant_id"] for person in people} == {path.stem for path in TRANSCRIPTS}


def test_attributes_of_people_use_the_option_names_of_the_questionnaire():
    for item in ("gender", "school", "county", "plan_after_service"):
        names = {option.name for option in OPTIONS[item]}
        assert {person[item] for person in rows("participants.csv")} <= names


def test_every_transcript_begins_with_the_declaration_which_is_no_turn():
    for path in TRANSCRIPTS:
        first = raw(path.name).splitlines()[0].lstrip("\ufeff")
        assert first == "【合成访谈：文本为编写，非真实受访者】", path.name
    speakers = yaml.safe_load((FOLDER / "interviews.yaml").read_text("utf-8"))["speakers"]
    for path in TRANSCRIPTS:
        found = read_turns(path, speakers)
        assert [role for role, _ in found] == ["interviewer", "respondent"] * (len(found) // 2)
        assert 10 <= len(found) <= 18 and 400 <= sum(len(words) for _, words in found) <= 900


@pytest.mark.parametrize(*cases("transcript_dirt"))
def test_the_raw_transcripts_hold_the_dirt_of_pasted_text(name, dirt):
    assert dirt in raw(name)


def test_cleaning_leaves_no_dirt_and_joins_nothing_that_is_finished():
    text = "\n".join("\n".join(words) for words in turns().values())
    assert not set("\r\u200b\ufeff\u00ad\u00a0\u3000２ｏ") & set(text) and "  " not in text
    assert "(chē)" not in text and "找工作" in text and "— 3 —" not in text
    assert "（HR）" in text and "（笑）" in text
    start = re.compile("(问|答)：(.*)")
    assert cleaned("问：好\n答：好。\n2019", start) == ["问：好", "答：好。", "2019"]
    assert cleaned("答：在乡\n— 3 —\n问：什么？", start) == ["答：在乡", "问：什么？"]


def test_codes_are_of_the_frame_all_are_used_and_their_parents_and_links_exist():
    frame = {row["code_id"] for row in rows("code_frame.csv")}
    for coder in CODERS:
        assert {row["code_id"] for row in rows(f"codings/{coder}.csv")} == frame
    frame = rows("code_frame.csv")
    assert {row["parent_id"] for row in frame} - {""} <= {row["code_id"] for row in frame}
    for link in filter(None, (row["item_option"] for row in frame)):
        item, option = link.split("=")
        assert option in {each.name for each in OPTIONS[item]}, link


def test_the_coders_disagree_on_some_turns_and_agree_on_most():
    units = coded_turns().values()
    assert 0.05 < sum(unit["coder_a"] != unit["coder_b"] for unit in units) / len(units) < 0.40


def test_some_disagreements_are_of_boundaries_only():
    places = [
        {(r["doc"], r["code_id"], r["start"], r["end"]) for r in codings() if r["coder"] == coder}
        for coder in CODERS]
    apart = [[place for place in places[i] if place not in places[1 - i]] for i in (0, 1)]
    overlaps = [
        (one, two) for one in apart[0] for two in apart[1]
        if one[:2] == two[:2] and int(one[2]) < int(two[3]) and int(two[2]) < int(one[3])]  # fmt: skip
    assert len(overlaps) >= 8


def test_word_files_are_canonical_archives():
    for path in (path for path in TRANSCRIPTS if path.suffix == ".docx"):
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        names = [member.filename for member in members]
        assert names[0] == "[Content_Types].xml" and names[1:] == sorted(names[1:])
        assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
