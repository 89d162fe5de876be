"""A work of the literature as GB/T 7714—2015 and APA 7 write it, from an entry of CSL's JSON."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveykit.text.display_width import is_wide

Entry = Mapping[str, Any]
CODES = {"book": "M", "chapter": "M", "thesis": "D", "article-journal": "J", "paper-conference": "C", "report": "R",
         "webpage": "EB/OL", "article-newspaper": "N", "dataset": "DS", "legislation": "S", "standard": "S",
         "patent": "P", "software": "CP"}
PERIODICALS = {"article-journal", "article-newspaper"}
SLANT, UPRIGHT = "\ue000", "\ue001"  # around what is set in italics
MOST = 3  # authors that GB/T 7714 names before 等
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")
_DEGREES = (("博士学位论文", "Doctoral dissertation", r"(?i)ph\.? ?d|doctor|博士"),
            ("硕士学位论文", "Master’s thesis", r"(?i)master|\bM\.?A\b|硕士"))


def write_gb7714(entry: Entry) -> str:
    """An entry by GB/T 7714—2015, section 8."""
    kind, chinese, inside = entry.get("type"), is_chinese(entry), entry.get("container-title")
    code = CODES.get(str(kind), "EB/OL" if "URL" in entry else "Z")
    code += "/OL" * ("URL" in entry and "/" not in code)
    number = f": {entry['number']}" if code[0] == "S" and entry.get("number") else ""
    head = _join(". ", [_gb_names(_people(entry), chinese), f"{entry.get('title', '')}{number}[{code}]"])
    year, place = _gb_date(entry), _join(": ", [entry.get("publisher-place"), entry.get("publisher")])
    if kind == "article-newspaper":
        rest = _join(", ", [inside, year]) + (f"({entry['page']})" if entry.get("page") else "")
    elif kind == "article-journal":
        volume = "".join([str(entry.get("volume", "")), f"({entry['issue']})" if entry.get("issue") else ""])
        rest = _join(", ", [inside, year, volume]) + _pages(entry, ": ", "-")
    else:
        head += f"//{_join('. ', [_gb_names(_people(entry, 'editor'), chinese), inside])}" if inside else ""
        rest = _join(", ", [place, year]) + _pages(entry, ": ", "-")
        rest = _join(". ", [_edition(entry, chinese).rstrip("."), rest])
    read = f"[{_day(entry, 'accessed')}]" if entry.get("accessed") else ""
    dated = rest if not re.fullmatch(r"\d{4}-\d\d.*", rest) else f"({rest})"
    address = [entry["URL"]] if entry.get("URL") else []
    doi = f"DOI: {entry['DOI']}" if entry.get("DOI") else ""
    return _end(_join(". ", [head, f"{dated}{read}", *address, doi]))


def write_apa(entry: Entry, letter: str = "") -> str:
    """An entry by the Publication Manual of the APA, 7th edition, chapter 10; a letter tells works of a year apart."""
    kind, chinese, inside = entry.get("type"), is_chinese(entry), entry.get("container-title")
    names = _apa_names(_people(entry))
    title = str(entry.get("title", ""))
    more = _apa_brackets(entry, chinese)
    titled = title if inside else _slant(title)
    titled += more if chinese or not more else f" {more}"
    head = f"{_end(names or titled)} ({_apa_date(entry, letter, chinese)})."
    parts = [_end(titled)] if names else []
    publisher = entry.get("publisher") if entry.get("publisher") != names else ""
    if kind in PERIODICALS:
        told = _slant(_join(", ", [inside, entry.get("volume")]))
        parts.append(_end(told + (f"({entry['issue']})" if entry.get("issue") else "") + _pages(entry, ", ")))
    elif inside:
        editors = _apa_editors(_people(entry, "editor"), chinese)
        told = f"{'见' if chinese else 'In '}{_join(', ', [editors, _slant(inside)])}"
        pages = _pages(entry, "p. " if str(entry.get("page")).isdigit() else "pp. ")
        parts += [_end(told + (f" ({pages})" if pages else "")), _end(publisher)]
    elif kind != "thesis":
        parts.append(_end(publisher))
    link = f"https://doi.org/{entry['DOI']}" if entry.get("DOI") else str(entry.get("URL", ""))
    if link and entry.get("accessed") and not entry.get("DOI"):
        link = f"{_day(entry, 'accessed')} 取自 {link}" if chinese else f"Retrieved {_long_day(entry)}, from {link}"
    return " ".join(part for part in (head, *parts, link) if part)


def short_names(entry: Entry, language: str, *, narrative: bool = False) -> str:
    """The authors as a citation names them: two, or the first and the others; `and` within a sentence."""
    people = [_plain_name(one) or _family(one) for one in _people(entry)] or [str(entry.get("title", ""))]
    chinese = language == "zh" and (narrative or is_wide(people[0][:1]))
    if len(people) > 2:
        space = "" if is_wide(people[0][-1:]) else " "
        return f"{people[0]}{space}等" if chinese else f"{people[0]} et al."
    within = "和" if is_wide(people[0][:1]) else " 和 "
    return (within if chinese else " and " if narrative else " & ").join(people)


def year_of(entry: Entry) -> str:
    """The year of an entry, `n.d.` for none."""
    return str(next(iter(_date(entry)), "n.d."))


def works_alike(entry: Entry) -> tuple[object, ...]:
    """What two works share that one citation cannot tell apart: authors and year."""
    return (*(_plain_name(one) or (_family(one), one.get("given")) for one in _people(entry)), year_of(entry))


def sort_key(line: str) -> tuple[bool, bytes]:
    """Latin names by letter, then Chinese ones by sound: the first level of GB 2312 is in the order of pinyin."""
    bare = line.strip(SLANT)
    chinese = is_wide(bare[:1])
    return chinese, bare.encode("gb18030") if chinese else bare.casefold().encode()


def is_chinese(entry: Entry) -> bool:
    """Whether the title of a work is Chinese."""
    return any(map(is_wide, str(entry.get("title", ""))))


def _slant(text: object) -> str:
    """A title in italics; Chinese is never slanted."""
    said = str(text or "")
    return said if not said or any(map(is_wide, said)) else f"{SLANT}{said}{UPRIGHT}"


def _people(entry: Entry, role: str = "author") -> list[Mapping[str, str]]:
    """The people of an entry in one role."""
    return list(entry.get(role, ()))


def _family(person: Mapping[str, str]) -> str:
    """A family name with its particle: `van der Berg`."""
    return _join(" ", [person.get("dropping-particle"), person.get("non-dropping-particle"), person.get("family")])


def _plain_name(person: Mapping[str, str]) -> str:
    """A name that has no parts to turn round: an institution, or a Chinese one, family first."""
    if person.get("literal"):
        return person["literal"]
    name = f"{person.get('family', '')}{person.get('given', '')}"
    return name if is_wide(name[:1]) else ""


def _gb_names(people: Sequence[Mapping[str, str]], chinese: bool) -> str:
    """At most three names, `WANG L, LI M, et al`."""
    made = [_plain_name(one) or f"{_family(one).upper()} {_letters(one, '')}".strip() for one in people[:MOST]]
    return ", ".join([*made, *(["等" if chinese else "et al"] if len(people) > MOST else [])])


def _apa_names(people: Sequence[Mapping[str, str]]) -> str:
    """`Wang, L., Li, M., & Smith, J.`; `王丽, 李明`; 20 at most."""
    made = [_plain_name(one) or _join(", ", [_family(one), _letters(one, "."), one.get("suffix")]) for one in people]
    if len(made) > 20:
        return ", ".join([*made[:19], f". . . {made[-1]}"])
    if len(made) > 1 and not is_wide(made[-1][:1]):
        return ", & ".join([", ".join(made[:-1]), made[-1]])
    return ", ".join(made)


def _apa_editors(people: Sequence[Mapping[str, str]], chinese: bool) -> str:
    """`L. Wang & M. Li (Eds.)`, `王丽, 李明（编）`."""
    made = [_plain_name(one) or f"{_letters(one, '.')} {_family(one)}".strip() for one in people]
    if chinese:
        return f"{', '.join(made)}（编）" if made else ""
    *first, last = made or [""]
    before = f"{', '.join(first)}{',' * (len(first) > 1)} & " if first else ""
    return f"{before}{last} ({'Eds' if first else 'Ed'}.)" if made else ""


def _apa_brackets(entry: Entry, chinese: bool) -> str:
    """Edition and number of a work, or what kind of thesis it is, behind its title."""
    if entry.get("type") == "thesis":
        said = str(entry.get("genre", ""))
        unknown = said or "学位论文", said or "Thesis"
        degree = next(((zh, en) for zh, en, known in _DEGREES if re.search(known, said)), unknown)
        return f"[{_join(', ', [degree[not chinese], entry.get('publisher')])}]"
    number = str(entry.get("number", ""))
    if number and entry.get("type") == "report":
        number = f"报告 {number}" if chinese else f"Report No. {number}"
    edition = _edition(entry, chinese)
    made = _join(", ", [f"第{edition}" if chinese and edition else edition, number])
    return made and (f"（{made}）" if chinese else f"({made})")


def _edition(entry: Entry, chinese: bool) -> str:
    """`2nd ed.` or `2版`; '' for the first and for none."""
    said = str(entry.get("edition", "")).strip()
    if said in {"", "1", "First", "1st"}:
        return ""
    if not said.isdigit():
        return said
    if chinese:
        return f"{said}版"
    ending = "th" if said[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(said[-1], "th")
    return f"{said}{ending} ed."


def _letters(person: Mapping[str, str], dot: str) -> str:
    """The initials of the given names."""
    return " ".join(f"{part[0]}{dot}" for part in person.get("given", "").replace("-", " ").split())


def _date(entry: Entry, name: str = "issued") -> list[int]:
    """Year, month and day of a work, as far as they are known."""
    parts = (entry.get(name) or {}).get("date-parts") or [[]]
    return [int(part) for part in parts[0] if part]


def _day(entry: Entry, name: str) -> str:
    """`2024-05-01`, as far as it is known."""
    return "-".join(f"{part:02d}" for part in _date(entry, name))


def _long_day(entry: Entry) -> str:
    """`May 1, 2024`, the day a page was read."""
    year, *rest = _date(entry, "accessed")
    return _join(", ", [_join(" ", [_MONTHS[rest[0] - 1], *rest[1:]]), year]) if rest else str(year)


def _gb_date(entry: Entry) -> str:
    """The year of a work; the day of a newspaper and of a page of the web."""
    dated = entry.get("type") in {"article-newspaper", "webpage"}
    return _day(entry, "issued") if dated else str(next(iter(_date(entry)), ""))


def _apa_date(entry: Entry, letter: str, chinese: bool) -> str:
    """The year, with month and day for a newspaper and a page of the web."""
    year, rest = year_of(entry), _date(entry)[1:]
    if not rest or entry.get("type") not in {"article-newspaper", "webpage"}:
        return f"{year}{letter}"
    day = "-".join(f"{part:02d}" for part in rest) if chinese else _join(" ", [_MONTHS[rest[0] - 1], *rest[1:]])
    return f"{year}{letter}-{day}" if chinese else f"{year}{letter}, {day}"


def _pages(entry: Entry, before: str, dash: str = "–") -> str:
    """Pages, from the first to the last."""
    return f"{before}{re.sub('-+|–', dash, str(entry['page']))}" if entry.get("page") else ""


def _join(by: str, parts: Iterable[object]) -> str:
    """The parts that say something."""
    return by.join(str(part) for part in parts if part)


def _end(text: object) -> str:
    """A text with a full stop, '' for none."""
    said = str(text or "")
    return said if not said or said.rstrip(UPRIGHT).endswith((".", "。", "?", "!", "？", "！")) else f"{said}."
