"""Files as Microsoft Forms exports them.

Variants: `form` and `quiz` (points and feedback behind each question).
"""

from collections.abc import Iterator, Sequence

from layouts.asked import EMPTY, SKIPPED, Asked, Form, Rows, as_bytes, columns_to_rows, typed_label

ENGLISH = ("ID", "Start time", "Completion time", "Email", "Name")
CHINESE = ("ID", "开始时间", "完成时间", "电子邮件", "名称")


def write(form: Form, variant: str = "form", encoding: str = "xlsx") -> bytes:
    """The bytes of an export."""
    return as_bytes(rows(form, variant), encoding)


def rows(form: Form, variant: str = "form", leading: Sequence[str] = ENGLISH, typed: bool = False) -> Rows:
    """The rows of an export, headings first; words filled in stand in the place of their option where `typed`."""
    quiz = ["Total points", "Quiz feedback"] if variant == "quiz" else []
    columns = [[heading, *(_meta(place, n) for n in range(form.respondents))]
               for place, heading in enumerate([*leading, *quiz])]
    columns += [column for asked in form.questions for column in _columns(asked, variant, typed)]
    return columns_to_rows(columns)


def _meta(place: int, n: int) -> str:
    """A cell of a platform column."""
    return [str(n + 1), f"9/{n + 1}/26 18:06:40", f"9/{n + 1}/26 18:09:01", "anonymous", "", "3", ""][place]


def _cells(asked: Asked, shown) -> list[str]:
    """One column of answers; gaps are empty cells."""
    return ["" if answer in (SKIPPED, EMPTY) else shown(person, answer) for person, answer in enumerate(asked.answers)]


def _columns(asked: Asked, variant: str, typed: bool) -> Iterator[list[str]]:
    """The columns of a question: Likert statements stand alone, without their question."""
    if asked.kind == "matrix":
        for place, part in enumerate(asked.parts):
            yield [part, *_cells(asked, lambda _, a, p=place: asked.labels[a[p]])]
        return
    label = typed_label if typed else lambda asked, _, option: asked.parts[option]
    joined = {"single": lambda person, a: label(asked, person, a), "text": lambda _, a: a}.get(
        asked.kind, lambda person, a: "".join(f"{label(asked, person, option)};" for option in a))
    yield [asked.stem, *_cells(asked, joined)]
    if variant == "quiz":
        yield [f"Points - {asked.stem}", *["1"] * len(asked.answers)]
        yield [f"Feedback - {asked.stem}", *[""] * len(asked.answers)]


def expected(form: Form) -> list[tuple[str, str]]:
    """Role and stem of every question's column."""
    return [("whole", stem) for asked in form.questions
            for stem in (asked.parts if asked.kind == "matrix" else (asked.stem,))]
