"""The phrase table: complete in both languages, with the same slots on both sides."""

import ast
import csv
import re
import string
from collections import Counter

from source_trees import ROOT, source_trees

from surveykit.words.phrases import LANGUAGES, in_language, phrase, phrase_files, table

FILES = {path.parent.name: list(csv.reader(path.read_text(encoding="utf-8").splitlines(), strict=True))
         for path in ROOT.rglob("phrases.csv")}
LINES = [line for lines in FILES.values() for line in lines[1:]]
HAN = re.compile(r"[\u3400-\u9fff]")
# names that stay Latin in Chinese, by the habit of the field
LATIN = {"p", "df", "n", "k", "SHA", "PDF", "HTML", "Cohen", "Fleiss", "Gwet", "AC", "Krippendorff", "Cronbach",
         "Wilson", "Newcombe", "Games", "Howell", "Kendall", "Bonferroni", "TOST", "Mann", "Whitney", "Brunner",
         "Munzel", "Thomas", "Decady", "Bilder", "Loughin", "Kruskal", "Wallis", "Dunn", "Jonckheere", "Terpstra",
         "Wilcoxon", "McNemar", "Stuart", "Maxwell", "Cochran", "Spearman", "Fieller", "Bonett", "Price", "Wright",
         "Benjamini", "Hochberg", "Lumley", "Scott", "Pearson", "Welch", "Feldt", "Cramér", "V", "Hedges", "g", "t",
         "Fisher", "Freeman", "Halton", "IP", "surveykit", "reports", "provenance", "json", "DOCX", "SD", "COREQ", "α",
         "κ", "git", "JupyterLab", "CI", "CITC", "Taylor", "Clopper", "Korn", "Graubard", "logit", "Rao", "Wald",
         "Woodruff", "Kaplan", "Meier", "Holm", "QQ", "AAPOR", "CHERRIES", "Eysenbach", "NC"}
# what stands in files and codebooks, as it is written there
WRITTEN = {"ImportId", "type", "select_multiple", "Status", "submitdate", "lastpage", "sk_missing_codes", "settings",
           "blank", "relevant", "oth", "NA", "HXL", "SGQA", "Unnamed", "HYPERLINK", "Excel", "SPSS", "Windows", "ASCII",
           "FFFD", "encoding", "por", "sep"}


def slots(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_line_has_a_key_of_its_own_and_two_sides_under_a_known_head():
    glue = {"report.between_notes"}
    assert [line for line in LINES if len(line) != 3 or not (all(line) or line[0] in glue)] == []
    assert {path.parent.name for path in phrase_files()} == set(FILES)
    assert {tuple(lines[0]) for lines in FILES.values()} == {("key", "zh", "en")}
    assert [key for key, n in Counter(line[0] for line in LINES).items() if n > 1] == []


def test_both_sides_have_the_same_slots_and_only_their_own_language():
    # a unit may be needed in one language only
    sides = {key: [slots(line[language]) - {"unit"} for language in LANGUAGES] for key, line in table().items()}
    assert [key for key, (zh, en) in sides.items() if zh != en] == []
    assert [key for key, line in table().items() if HAN.search(line["en"])] == []
    # values and code aside
    words = {key: set(re.findall(r"[A-Za-zé_]+", re.sub(r"\{[^}]*\}|`[^`]*`", "", line["zh"])))
             for key, line in table().items()}
    foreign = {key: {word for word in held - LATIN - WRITTEN if len(word.strip("_")) > 1}
               for key, held in words.items()}
    assert {key: held for key, held in foreign.items() if held} == {}


def test_every_phrase_that_is_asked_for_exists_and_no_other_of_a_platform():
    asked = set()
    for path in ROOT.rglob("*.py"):
        asked |= set(re.findall(r'\bphrase\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8")))
    assert asked and asked <= set(table())
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "platforms").glob("*.py"))
    asked = {f"platform.{key}" for key in re.findall(r'\b(?:make_remark|add_note)\(\s*"([a-z_]+)"', sources)}
    keys = {line[0] for line in FILES["platforms"][1:]}
    assert asked <= keys and [key for key in keys if f'"{key.removeprefix("platform.")}"' not in sources] == []


def test_a_slot_takes_each_language_its_own_side_or_the_other_where_it_is_missing():
    said = phrase("title.by", item={"zh": "规划", "en": "Plan"}, by={"zh": "性别", "en": "Gender"})
    assert said == {"zh": "规划（按性别）", "en": "Plan by Gender"}
    assert in_language({"en": "home", "zh": ""}, "zh") == "home"


def test_no_string_says_a_thing_in_two_languages_at_once():
    top = ROOT.parent
    programs = [*(top / "scripts").glob("*.py"), *(top / "benchmarks").glob("*.py")]
    trees = source_trees() | {path: ast.parse(path.read_text(encoding="utf-8")) for path in programs}
    said = {str(path.relative_to(top)): [node.value for node in ast.walk(tree)
                                         if isinstance(node, ast.Constant) and isinstance(node.value, str)]
            for path, tree in trees.items()}
    stored = [*(top / "notebooks").glob("*.ipynb"), *(top / "data/processed").rglob("*.csv")]
    said |= {str(path.relative_to(top)): [path.read_text(encoding="utf-8-sig")] for path in stored}
    assert len(said) > 300
    assert [path for path, texts in said.items() if any(" || " in text for text in texts)] == []
