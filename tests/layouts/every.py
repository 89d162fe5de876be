"""An export in every layout there is, by name: its rows and its file name."""

from dataclasses import replace
from itertools import product

from layouts import asked, google, kobo, limesurvey, msforms, others, qualtrics, surveymonkey, tencent, wjx
from layouts.form import FORM

PEOPLE = 20


def without(*kinds):
    """The example without questions of these kinds, which a platform does not have."""
    return replace(asked.EXAMPLE, questions=tuple(q for q in asked.EXAMPLE.questions if q.kind not in kinds))


def layouts():
    """Name, rows and file name of an export in every layout there is."""
    for variant in wjx.NAMES:
        yield f"wjx {variant}", wjx.rows(asked.EXAMPLE, variant), wjx.name(asked.EXAMPLE, variant)
    for variant in ("old", "new"):
        yield f"tencent {variant}", tencent.rows(without("rank"), variant), "t.csv"
    for variant in ("form", "sheet"):
        yield f"google {variant}", google.rows(without("rank", "blanks"), variant), "g.csv"
    for variant in ("form", "quiz"):
        yield f"msforms {variant}", msforms.rows(without("blanks"), variant), "m.xlsx"
    for style, labels in product(("new", "quoted", "old", "legacy"), (False, True)):
        yield f"qualtrics {style} {labels}", qualtrics.write(FORM, PEOPLE, style=style, labels=labels).rows, "q.csv"
    for headings, ticks in product(limesurvey.FORMS, limesurvey.TICKS):
        made = limesurvey.write(FORM, PEOPLE, headings=headings, ticks=ticks)
        yield f"limesurvey {headings} {ticks}", made.rows, "l.csv"
    for flat, numeric in product((False, True), (False, True)):
        made = surveymonkey.write(FORM, PEOPLE, flat=flat, numeric=numeric)
        yield f"surveymonkey {flat} {numeric}", made.rows, "s.csv"
    for multi, odk in product(("joined", "split", "both"), (False, True)):
        yield f"kobo {multi} {odk}", kobo.write(FORM, PEOPLE, multi=multi, odk=odk, group="g").rows, "k.csv"
    bare = [replace(one, parts=tuple(part.replace(",", "") for part in one.parts)) for one in FORM]
    for platform in others.DRESSES:
        yield platform, others.rows(bare, platform, PEOPLE), "o.csv"


LAYOUTS = {name: (rows, file) for name, rows, file in layouts()}
