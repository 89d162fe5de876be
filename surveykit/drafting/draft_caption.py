"""Short labels: what a table is called that shows a question."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from surveykit.codebook import Codebook, Item
from surveykit.text.display_width import display_width
from surveykit.text.normalise import collapse_blanks

JOINT = " – "
ALONE = ("single", "multiple", "rank")  # kinds of rows that no table shows together
WIDEST, LEAST_STEM = 60, 4  # columns of a screen: sixty are thirty Chinese characters
NUMBER = re.compile(r"^(?:[Qq]?\d{1,3}(?:[-.]\d{1,2})?\s*[.、:：．)）]\s*(?!\d)|[（(]\d{1,3}[)）]\s*|"
                    r"第\s*\d{1,3}\s*题\s*[.、:：．]?\s*)")
INSTRUCTION = re.compile(
    r"\s*[（(【\[*](?:[^（()）【】\[\]*]*?(?:可多选|单选|必答|必填|选填|不定项|最多|至多|至少|限选|可选|排序|"
    r"select|check|choose|tick|optional|required|please|that apply|click|in order)[^（()）【】\[\]*]*|多选题?|请.+?)"
    r"[）)】\]*]", re.IGNORECASE)
BEHIND = re.compile(r" ?[（(][^（）()]*[）)]$")
SENTENCE_END = re.compile(r"(?<=[.?!])(?<!\.\.)\s+|(?<=[。？！])")
PLEASE = re.compile(r"^(?:please|kindly|now|thank|this is|the following|请(?!问)|以下|下面|感谢)", re.IGNORECASE)
STEM = re.compile(rf"(?P<stem>.{{{LEAST_STEM},}}?)(?:[:：]\s*|\s+[-–—]\s+|——|(?<=[?.])-)(?P<part>.+)")
ZH_OPENING = re.compile(r"^(?:请问|请|那么|总的来说[，,]?|总体而言[，,]?|目前[，,])*(?:选择|填写|写出|评价|指出)?"
                        r"(?:(?:在?您|在?你)(?:们)?(?:认为|觉得)?(?:的(?!确))?)?")
ZH_ENDING = re.compile(r"(?:主要)?(?:是(?:什么时候|什么|哪一?年|哪[一些]?[个种里项类]?|谁|多少|怎样的?|如何)|"
                       r"有哪些(?:方面)?|有什么|如何|怎么样|怎样|为多少|吗|呢|(?<![不还但可总都就])是|(?<![行作认成以因])为)$")
ZH_WHICH = re.compile(r"^(?P<verb>.{1,12}(?:(?<![通经])过|到|了|[具拥没享]有))"
                      r"(?:哪一?些|什么|哪一?种|哪一?个|哪些类型的|何种)"
                      r"(?P<thing>.{1,14})$")
# a question as the thing it asks about: 是哪一年开始服务的 is 开始服务的年份; the body of 是……的 comes first
ZH_CLEFT = re.compile(r"是[^，。；]*(?:哪|什么|何|怎|谁|几|多少)[^，。；]*的(?:大学|中学|学|书|班|单位)?")
ZH_PLAN = "(?P<plan>打算|准备|计划|希望|想)?"
ZH_FORMS = tuple((re.compile(pattern), form) for pattern, form in (
    (ZH_PLAN + r"(?:从|自|于|在)?哪一?年(?P<verb>.{2,14}?)的?", "{plan}{verb}的年份"),
    (ZH_PLAN + r"(?:从|自|于|在)?(?:什么时候|什么时间|何时|几时|哪一?天)(?P<verb>.{2,14}?)的?", "{plan}{verb}的时间"),
    (r"在?(?:哪里|哪儿|何处|何地|什么地方)(?P<verb>.{1,4})的(?P<thing>.{2,6})", "{verb}{thing}的地点"),
    (ZH_PLAN + r"在?(?:哪里|哪儿|何处|何地|什么地方)(?P<verb>.{2,14}?)的?", "{plan}{verb}的地点"),
    (r"(?:通过|经由|经|从|以)(?:什么|哪一?[种个些]|何种)(?P<thing>途径|渠道|方式|方法)(?P<verb>.{2,14}?)的?",
     "{verb}的{thing}"), (r"(?:怎样|怎么|如何)(?P<verb>.{2,14}?)的", "{verb}的方式"),
    (r"(?:为什么|为何|因为什么|出于什么(?:原因|考虑))(?:会|要)?(?P<verb>.{2,14}?)的?", "{verb}的原因"),
    (r"(?:今年)?(?:多大(?:年龄|年纪)?|几岁)了?", "年龄"), (r"家(?:里|中)?(?:一共|共)?有(?:几|多少)口?人", "家庭人口数"),
    (r"对(?P<verb>.{1,14}?)还?有(?:什么|哪些|何)(?:其他|别的)?(?P<thing>[^有是]{2,8})", "对{verb}的{thing}"),
    (r"还有(?:什么|哪些)(?:其他|别的)?(?P<thing>[^有是]{2,8})", "其他{thing}"),
    (r"有(?:什么|哪些)(?P<thing>[^有是]{2,8})", "{thing}"),
    (r"对?(?P<verb>(?!是否).{2,14}?)[您你]?(?:是否)?满意吗?", "对{verb}是否满意"),
    (r"(?P<verb>.{1,14}?)(?<![具拥没享还])有(?:哪一?些|什么|哪一?种|何种)(?P<thing>.{2,10})", "{verb}的{thing}"),
    (r"(?P<verb>.{2,18}?[^有是在过])哪一?[些类种](?P<thing>(?:方面的?)?(?:支持|服务|帮助|活动|内容|信息|岗位|行业|城市|方面|困难|问题|"
     r"培训|建议|课程|技能|措施|政策|途径|渠道|因素|能力|资源|平台|地区|单位|职业|讲座|通知|工作))", "{verb}的{thing}"),
    (r"(?P<verb>.{1,4})于哪一?[个所家座](?P<thing>.{1,6})", "{verb}{thing}"),
    (r"在哪一?[个所家座](?P<thing>省|市|县|区|学院|单位|城市|地区)(?P<verb>.{2,10}?)", "{verb}所在{thing}"),
    (r"(?:来自|属于|在)?哪一?[个所家座](?P<thing>省|市|县|区|学院|单位|城市|地区|学校|专业|年级|班级|系)的?",
     "所在{thing}"),
    (r"(?P<verb>.{2,12}?)了?(?:几|多少)个?(?P<thing>小时|分钟|天|次|年|个月|学期)", "{verb}的{thing}数")))
EN_FORMS = tuple((re.compile(pattern, re.IGNORECASE), form) for pattern, form in (
    (r"please (?:rate|indicate|tell us|tell me|select|choose|specify|enter|state|say) (?P<rest>.+)", "{rest}"),
    (r"(?:what|which|who) (?:is|are|was|were) (?:your|the) (?P<rest>.+)", "{rest}"),
    (r"how many (?P<thing>[a-z ]+?) did it take (?:you )?to (?P<rest>.+)", "{thing} to {rest}"),
    (r"how many (?P<thing>[a-z ]+?) (?:do|have|are|will) you (?P<rest>.+)", "number of {thing} you {rest}"),
    (r"how satisfied (?:are|were) you with (?P<rest>.+)", "satisfaction with {rest}"),
    (r"how likely (?:are you|is it that you (?:would|will)|would you be) (?:to )?(?P<rest>.+)", "likelihood to {rest}"),
    (r"how important (?:is|are|was|were) (?P<rest>.+?)(?: to you| for you)?", "importance of {rest}"),
    (r"how old are you", "age"), (r"(?:in general, )?(?:do|did|have) you (?P<rest>.+)", "{rest}"),
    (r"(?:in general, )?is it ?(?P<rest>.+)", "{rest}"), (r"your (?P<rest>.+)", "{rest}")))
CLAUSE = re.compile(r"[,;，；：、]|\s[-–—(]|——|（")


def draft_captions(book: Codebook) -> Codebook:
    """The codebook with a short label for each item whose wording is no caption yet, in each of its languages.
    A row of a battery keeps its own words; its question stands before them where two batteries have the same row, and
    where the row has a table of its own (choices).
    """
    stems = Counter(match["stem"] for item in book for side in item.label.values() if (match := STEM.fullmatch(side)))
    made = [_with_caption(item, stems) for item in book]
    shown = Counter(text for item in made for text in set(item.words.values()))
    apart = [_tell_apart(item, shown, stems) if item.short else item for item in made]
    asked = Counter(side for item in apart for side in set(item.label.values()))
    named = (_name_by_gate(item, apart[:place][::-1], asked) for place, item in enumerate(apart))
    return replace(book, items=tuple(named))


def _with_caption(item: Item, stems: Counter[str]) -> Item:
    """The item with its short label; none where the wording is one itself."""
    short = {language: _caption_of(item.short.get(language, ""), text, stems)
             for language, text in item.label.items() if text}
    if item.role == "other_text":  # the question mark before `（填空内容）` ends no caption
        ends = {language: BEHIND.search(text) for language, text in item.label.items()}
        short = {language: text if not (end := ends[language]) or end[0] in text else f"{text}{end[0]}"
                 for language, text in short.items()}
    return replace(item, short={} if short == dict(item.label) else short)


def _caption_of(told: str, wording: str, stems: Counter[str]) -> str:
    """The caption of one wording: of its own part where others share its stem, else of stem and part."""
    match = STEM.fullmatch(wording)
    if told or match is None:
        return draft_caption(told or wording)
    if stems[match["stem"]] > 1:
        return draft_caption(match["part"])
    stem, joint, part = wording.rpartition(JOINT)
    return f"{draft_caption(stem)}{JOINT}{draft_caption(part)}" if joint else draft_caption(wording)


def _tell_apart(item: Item, shown: Counter[str], stems: Counter[str]) -> Item:
    """The item with its question before its own words, where another item is called the same or it stands alone."""
    short = {}
    for language, text in item.short.items():
        match = STEM.fullmatch(item.label.get(language, ""))
        stem = draft_caption(match["stem"], WIDEST // 2) if match else ""
        alone = item.kind in ALONE and match is not None and stems[match["stem"]] > 1
        short[language] = f"{stem}{JOINT}{text}" if stem and (alone or shown[text] > 1) and stem not in text else text
    return replace(item, short=short)


def _name_by_gate(item: Item, before: Sequence[Item], asked: Counter[str]) -> Item:
    """An item whose wording comes again (Why?), named by the question before it that is asked once."""
    language, text = next(iter(item.words.items()), ("", ""))
    gate = next((one.words[language] for one in before if asked[one.label.get(language, "")] == 1), "")
    if asked[item.label.get(language, "")] < 2 or not gate or gate in text or display_width(gate + text) > WIDEST:
        return item
    return replace(item, short={**item.short, language: f"{gate}{JOINT}{text}"})


def draft_caption(wording: str, widest: int = WIDEST) -> str:
    """What a wording asks about, short enough to print above a table.
    The number, instructions in brackets, polite openings and the question mark go; of several sentences the one
    that asks stays; what is still long is cut where a clause or a word ends.
    >>> draft_caption("3、您毕业后的首选去向是什么？"), draft_caption("您参加过哪些活动？(多选题)")
    ('毕业后的首选去向', '参加过的活动')
    >>> draft_caption("您的性别是："), draft_caption("您如何看待逃课行为？")
    ('性别', '如何看待逃课行为')
    >>> draft_caption("您是哪一年开始服务的？"), draft_caption("您为什么选择该专业？")
    ('开始服务的年份', '选择该专业的原因')
    >>> draft_caption("What is your gender?"), draft_caption("Please tell us. How satisfied are you with your work?")
    ('Gender', 'Satisfaction with your work')
    """
    text = collapse_blanks(wording)
    bare = INSTRUCTION.sub("", NUMBER.sub("", text)).strip() or text
    # the last sentence that asks; else the first that is no request; else the last
    sentences = [found.strip() for found in SENTENCE_END.split(bare) if found.strip(" .?!。？！")]
    asking = [one for one in sentences if one[-1] in "?？"]
    plain = [one for one in sentences if not PLEASE.match(one)]
    sentence = next(iter([*asking[-1:], *plain[:1], *sentences[-1:]]), bare)
    asked = sentence.strip(" ?？.。:：!！_*—–-").strip() or bare
    return _cut_caption(_shorten_english(asked) if asked.isascii() else _shorten_chinese(asked), widest)


def _shorten_chinese(text: str) -> str:
    """Without the polite opening and the words that make it a question."""
    bare = ZH_OPENING.sub("", text).strip("，, ")
    bare = bare.removeprefix("是") if ZH_CLEFT.fullmatch(bare) else bare
    for pattern, form in ZH_FORMS:
        match = pattern.fullmatch(bare)
        if match:
            return form.format(**{name: part or "" for name, part in match.groupdict().items()})
    which = ZH_WHICH.fullmatch(bare)
    bare = f"{which['verb']}的{which['thing']}" if which else ZH_ENDING.sub("", bare).strip("，, ")
    return bare if len(bare) > 1 else text


def _shorten_english(text: str) -> str:
    """The thing that is asked about, where the question is of a common form."""
    for pattern, form in EN_FORMS:
        match = pattern.fullmatch(text)
        if match:
            made = form.format(**match.groupdict())
            return made[:1].upper() + made[1:]
    return text


def _cut_caption(text: str, widest: int) -> str:
    """The text, or as many of its clauses, else of its words, as are not too wide."""
    if display_width(text) <= widest:
        return text
    heads = [text[:match.start()].rstrip() for match in CLAUSE.finditer(text)]
    fitting = [head for head in heads if widest / 2 <= display_width(head) <= widest]
    return (fitting[-1] if fitting else _cut_words(text, widest)) + "…"


def _cut_words(text: str, widest: int) -> str:
    """As many words as are not too wide; of a language without blanks, as many characters."""
    kept = ""
    for piece in re.findall(r"\s*[!-~]+|\s*[^!-~\s]", text):
        if display_width(kept + piece) > widest - 1:
            break
        kept += piece
    return kept.rstrip(" ,;:，；：、.")
