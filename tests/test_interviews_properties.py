"""Whatever a transcript holds: its edits replay exactly and positions move with the words."""

from hypothesis import given
from hypothesis import strategies as st

from surveykit.errors import ReadError
from surveykit.interviews import Edit, move_position, replay_edits
from surveykit.interviews.parse_transcript import parse_transcript
from surveykit.interviews.speakers import Speakers
from surveykit.interviews.transcript_cleaning import LABELS, LAYOUT, LETTERS, clean

SPEAKERS = Speakers.of({"问": "interviewer", "答": "respondent", "说话人1": "respondent"})
PIECES = st.sampled_from([
    "\n问：", "\n答: ", "\n说话人1 00:01:02\n", "\n", "\r\n", "\r", " ", "\u3000", "\u00a0", "\u200b", "\ufeff",
    "２０", "Ａb", "e\u0301", "\uf900", "한", "\u1112\u1161", "。", "，", "：", "——", "(chē)", "（HR）",
    "\n— 3 —\n", "\n第 4 页 共 9 页\n", "𠮷", "车", "\t", "\x0b", "12", "\n（1）问：", "\n[00:01:02] **答：**",
    "[00:05:10]", "\n00:01:00\n", "\n7\n00:00:05.000 --> 00:00:08.000\n", "\n【答】", "\n答——", "**", "\n答\t",
])  # fmt: skip
RAW = st.lists(PIECES, max_size=40).map("".join)
MARKS = [chr(0x4E00 + 97 * number) for number in range(12)]


def cleaned(raw: str) -> tuple[str, list[Edit]]:
    return clean(raw, "P01", SPEAKERS, (*LETTERS, *LAYOUT, *LABELS))


@given(RAW)
def test_edits_replay_exactly_positions_keep_their_order_and_no_invisible_sign_survives(raw):
    text, edits = cleaned(raw)
    assert replay_edits(raw, edits) == text
    places = [move_position(position, edits) for position in range(len(raw) + 1)]
    assert places == sorted(places)
    assert not set(text) & set("\u200b\ufeff\u00ad\u3000\u00a0\r\t")
    assert "  " not in text


@given(st.lists(PIECES, min_size=12, max_size=12))
def test_every_word_that_stays_is_found_where_its_position_moved(pieces):
    raw = "答：" + "".join(mark + piece for mark, piece in zip(MARKS, pieces, strict=True))
    text, edits = cleaned(raw)
    for mark in MARKS:
        if mark in text and raw.count(mark) == 1:
            assert text[move_position(raw.index(mark), edits)] == mark


@given(RAW)
def test_a_transcript_is_its_turns_or_is_refused(raw):
    try:
        text, turns, edits, *_ = parse_transcript("答：好" + raw, "P01", SPEAKERS, "P01.txt")
    except ReadError:
        return
    assert "\n".join(turn[6] for turn in turns) == text == replay_edits("答：好" + raw, edits)
    assert all(text[turn[4] : turn[5]] == turn[6] and turn[6] for turn in turns)
