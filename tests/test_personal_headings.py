"""Headings that nobody has listed: a column is personal by its heading and the shape of its cells together."""

import random

import pytest
from builders import cases

from surveykit.text.personal import classify_personal

DRAW = random.Random(5)
PEOPLE = range(24)
ENGLISH = ["Anna Smith", "Ben Okoro", "Chloe Dupont", "David Kim", "Eva Novak", "Farid Aziz", "Grace Lee", "Hugo Braun"]
CELLS = {
    "names": [family + given for family in "王李张刘陈杨黄赵" for given in ("小明", "雷", "思源")],
    "English names": ENGLISH,
    "words of a name": [name.split()[0] for name in ENGLISH],
    "handles": ["xiaoming_1", "flyer99", "无名小卒", "sunny day", "@ann_b", "li.lei", "k2k2k2", "a_quiet_cat", "阿强"],
    "telephones": [f"138{DRAW.randint(0, 99_999_999):08d}" for _ in PEOPLE],
    "long numbers": [str(DRAW.randint(10**9, 10**10)) for _ in PEOPLE],
    "mails": [f"a{place}@example.org" for place in PEOPLE],
    "addresses": [f"四川省成都市武侯区一环路{place}号" for place in PEOPLE],
    "streets": [f"{place} High Street, Leeds" for place in range(2, 26)],
    "flats": [f"{place % 7 + 1}栋{100 + place}室" for place in PEOPLE],
    "rooms": [str(100 + 3 * place) for place in PEOPLE],
    "births": [f"200{place % 5}-0{place % 9 + 1}-1{place % 10}" for place in PEOPLE],
    "documents": [f"E{DRAW.randint(0, 99_999_999):08d}" for _ in PEOPLE],
    "plates": [f"KX{place:02d} ABC" for place in PEOPLE],
    "posts": ["团支书", "班长", "学习委员", "生活委员", "宣传部长", "主席", "副主席", "干事", "副部长", "社长"],
    "pages": [f"https://www.example.org/{name.replace(' ', '')}" for name in ENGLISH],
    "yes or no": ["是", "否"], "Yes or No": ["Yes", "No"], "points": list("12345"),
    "degrees": ["很满意", "满意", "一般", "不满意"],
    "Degrees": ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied"],
    "how often": ["每天", "每周", "每月", "很少"], "How often": ["Daily", "Weekly", "Monthly", "Never"],
    "amounts": [str(place) for place in range(30)],
    "places": ["四川大学", "成都理工大学", "西南交通大学", "电子科技大学", "西华大学", "攀枝花学院", "绵阳师范学院"],
    "Places": ["Leeds College", "Brookfield School", "Nova Academy", "St Mary", "Oak Lane", "River High"],
    "remarks": ["希望多组织活动", "没有建议", "食堂太贵了", "王老师讲得好", "张贴要及时", "离家近一些"],
    "Remarks": ["More jobs please", "Nothing", "The staff were kind", "Too expensive", "Better food", "Longer hours"]}


@pytest.mark.parametrize(*cases("personal_by_cells"))
def test_a_heading_is_personal_as_its_cells_say(kind, cells, headings):
    """`kind` is that of every heading; `personal` where only this matters, "" where none of them is."""
    found = {heading: classify_personal(heading, CELLS[cells]) for heading in headings}
    assert [heading for heading, said in found.items()
            if not (said == kind or (kind == "personal" and said))] == []
