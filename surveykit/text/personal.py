"""Answers that may be personal data: telephone, e-mail, resident and student numbers, names, addresses.

A column is told by patterns in its cells (`find_personal_spans`) and by words in its heading.
"""

import re
from collections.abc import Iterable, Mapping

from surveykit.text.detect_language import HAN
from surveykit.text.is_date import is_date
from surveykit.text.normalise import normalise
from surveykit.text.personal_names import SURNAMES
from surveykit.text.personal_spans import find_personal_spans

ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
# latitude and longitude, exact to 100 m; or as ODK writes them, height and precision behind
POINT = re.compile(r"-?\d{1,2}\.\d{3,}[ ,]\s*-?\d{1,3}\.\d{3,}|"
                   r"-?\d{1,2}\.\d+ -?\d{1,3}\.\d+ -?\d+(?:\.\d+)? \d+(?:\.\d+)?")
LEADING = frozenset(SURNAMES)
LITTLE = 60  # letters; a longer cell says more than what was found in it
# kinds in texts, as kinds of columns
COLUMN_KINDS = {"phone": "phone", "email": "email", "id": "id", "passport": "id", "bank": "id", "ip": "ip"}
# headings are folded first: no number before them, no blank between Hanzi, `_` as a blank
PERSON = (r"(?:respondent|participant|student|teacher|parent|mother|father|child|guardian|spouse|partner|husband|wife"
          r"|friend|manager|supervisor|boss|mentor|tutor|advisor|adviser|coach|doctor|patient|client|applicant|interviewer"
          r"|nominee|contact person|staff member|physician|nurse"
          r"|counsell?or|head of (?:the )?household|relative|owner|leader|colleague|person)")
HEADINGS: Mapping[str, re.Pattern[str]] = {kind: re.compile(words, re.IGNORECASE) for kind, words in {
    "birth": r"出生(?:日期|年月|时间)|生日|date of birth|\bbirth ?(?:date|day)\b|\bd\.?o\.?b\b|生辰|\bborn on\b"
             r"|^born\W*$|\bwhen were you born\b"
             r"|\bgeburts(?:datum|tag)|date de naissance|fecha de nacimiento|data d[ie] nasc"
             r"|生年月日|誕生日|생년월일|생일|дата рождения",
    "phone": r"手机|电话|座机|固话|联系方式|\b(?:tele)?phone\b|\bmobile\b|\bcell ?(?:phone|number)\b"
             r"|\bwhatsapp\b|\btel\b|\btelefon|\bhandy(?:nummer|nr)?\b|\bmobil(?:nummer|telefon)|\btéléphone|\btel[ée]fono"
             r"|\bm[óo]vil\b|\bcelular\b|電話|手機|携帯|聯絡方式|전화|휴대|연락처|телефон",
    "email": r"邮箱|电子邮件|邮件地址|\be ?mail|\bcourriel\b|\bcorreo\b|メール|이메일|電子郵件|信箱"
             r"|электронн\w+ почт",
    "id": r"身份(?:证|号)|证件号|护照|学籍?号|工号|准考证|社保号|银行卡|卡号|[账帐]号|[账帐]户|车辆?牌|一卡通"
          r"|通行证\W*$|(?:证|卡|考生|报名|会员|病历|就诊|医保|社保|员工|人员|职[工员])(?:号码?|编号)"
          r"|个人(?:主页|网站|网页|博客|链接)|\b(?:id|medical record|patient|member(?:ship)?|licen[cs]e|registration"
          r"|matriculation|enrol\w+|tax|nhs|card) (?:number|no|nr|id|card)\b|\bpatient id\b"
          r"|\b(?:licen[cs]e|number|registration) plate\b"
          r"|\b(?:skype|discord|github|twitter|telegram|line) ?(?:id|name|handle|account)?\W*$|\buser name\b"
          r"|\bdriver(?:['’]?s)? licen[cs]e\W*$|\baadhaar\b|\b(?:vehicle|car) registration\b"
          r"|\bprofile\b|\bpersonal (?:web ?)?(?:site|page)\b|\bhome ?page\b"
          r"|QQ|扣扣|微信|微博|抖音|快手|小红书|支付宝|用户名"
          r"|\bwechat\b|\b(?:student|staff|national|citizen|employee) (?:id|number)\b|\bpassport\b|\baccount\b|\biban\b"
          r"|\bssn\b|\bsocial security\b|\busername\b|\btiktok\b|\b(?:tele|insta)gram\b|\bfacebook\b|\blinkedin\b"
          r"|\bmatrikel|\b(?:personal)?ausweis|\bsteuer ?(?:nummer|id)|\bdni\b|\bcurp\b|numéro (?:d['’])?étudiant"
          r"|número de (?:matrícula|identificación)|学(?:籍|生)番号|학번|주민등록|паспорт|снилс|身分證"
          r"|證件號|學號|帳號", "name": r"(?:辅导员|班主任|导师)\W*$|签名|签字"
            r"|姓名|名字|全名|大名|尊姓|曾用名|英文名|网名|联系人|称呼|昵称"
            r"|(?:填[写表报]|提交|申请|推荐|介绍|证明|监护)人(?!数|次)"
            r"|\bsurname\b|\breferees?(?: ?\d)?\W*$|\bnick ?name\W*$|\bforenames?\b|\b[fl]name\b|\bscreen name\b"
            r"|\bhandle\W*$|\bnext of kin\b|\bsignature\W*$"
            rf"|\b(?:first|last|full|given|family|middle|maiden|legal|preferred|real|print|contact|your"
            rf"|{PERSON}(?:['’]?s)?) ?names?\d?\b|\bname of (?:the |your |my )?{PERSON}\b|^name ?\d*\W*(?:\(.*\))?$"
            r"|\bname and surname\b|\bname (?:first|last|full)\b|^names?\W*$|\bcontact:? \(name\)"
            r"|\b(?:vor|nach|familien|ruf)namen?\b|^name,? vorname|\bprénoms?\b|^nom\b(?! (?:de l|du|d['’]))"
            r"|\bnom de famille|^nombres?(?: (?:y apellidos?|completo))?\W*$|\bapellidos?\b|氏名|名前"
            r"|聯絡人|暱稱|성명|이름|성함|фамилия|^имя\b|\bфио\b|отчество",
    "ip": r"(?<![a-z])ip(?![a-z])(?!.{0,12}(?:rating|code))",
    "address": r"住址|住处|(?:现?居住|户籍所在)地\W*$|(?:现?居住地|户籍地)详细|^(?:place of )?residence\W*$"
               r"|地址|门牌|邮编|邮政编码|(?:宿舍|寝室|房间)(?:楼?号)|(?:宿舍|寝室)(?:楼?|楼栋.?房间)\W*$|\baddress\b|\bstreet\b"
               r"|\bpost(?:al)? ?code\b|\bzip(?: ?code)?\b"
               r"|\badresse\b|anschrift|\bstra(?:ß|ss)e\b|\bhausnummer|\bplz\b|postleitzahl|code postal"
               r"|\bdirección\b|\bdomicilio\b|código postal|住所|郵便番号|주소|адрес"
               r"|\bdorm(?:itory)?(?: (?:room|number|no))*\W*$|\broom (?:number|no)\b",
    "location": r"(?:\b)(?:latitude|longitude|altitude|gps precision)$|^(?:gps )?(?:lat|lon|lng)$|经度|纬度",
    "post": r"(?:现任|所任|担任|工作|行政|党内)职务|职务\W*$|\bjob title\b|\bposition held\b"}.items()}
# a question about such data, where no cells tell more
ABOUT = re.compile(r"是否|顺畅|及时|类型|满意|多少|几[次个天年月周人]|多[久长大]|经常|愿意|通知"
                   r"|使用|依赖|公众号|话费|费用|[(（]元[)）]|品牌"
                   r"|^(?:do|does|did|are|is|have|has|how|which|would|why) "
                   r"|[:,] (?:which|how|what|why|do)\b.*\?", re.IGNORECASE)
HANDLE_LAST = re.compile(r"(?:昵称|网名|英文名|用户名|\b(?:nick ?|screen |user ?)name|\bhandle)\W*$", re.IGNORECASE)
SERVICE_LAST = re.compile(r"(?:QQ|微信|微博|抖音|快手|小红书|支付宝|知乎|豆瓣|B站|钉钉|游戏)(?:ID|名)?\W*$"
                          r"|\b(?:wechat|tiktok|(?:tele|insta)gram|facebook|linkedin|skype|discord|twitter|github|line"
                          r"|snapchat|reddit|youtube|viber|steam)"
                          r"(?: (?:id|name|account))?\W*$", re.IGNORECASE)
# what numbers people is theirs, but for the survey's own keys; cells of five signs at least, with digits
NUMBER_LAST = re.compile(r"(?<![型批版班组楼序车])(?:号码?|编号)\W*$|(?<![A-Za-z])(?:number|no|id)\W*$", re.IGNORECASE)
OWN_KEY = re.compile(r"序号|(?:问卷|答卷|样本|记录|题目?|学校|单位|班级|小组|批次)(?:编号|号码?)|^编号\W*$"
                     r"|^(?:number|no|id)\W*$|\b(?:respondent|response"
                     r"|participant|record|case|row|serial|interview|session|panel|sample|survey|form|school|unit|class|group"
                     r"|batch|device|unique|order|question|collector) (?:number|no|id)\W*$", re.IGNORECASE)
NUMBERS = re.compile(r"(?=.*\d)[\w-]{5,24}")
LONGEST_HANDLE = 20  # letters
ROOM_LAST = re.compile(r"(?:宿舍|寝室|房间?|门牌)(?:楼?及?房?)号码?\W*$"
                       r"|\b(?:room|dorm(?:itory)?) ?(?:number|no|room)\W*$|^room\W*$"
                       r"|^(?:宿舍|寝室)?房间\W*$", re.IGNORECASE)
# who somebody is, where the cells look like names
WHO_LAST = re.compile(r"(?:人|者|员|师|主|代表|经理|书记|父亲|母亲|配偶)\W*(?:[(（].*)?$"
                      rf"|\b(?:{PERSON}|emergency contact|contact)\W*$"
                      r"|\b(?:recommended|referred|completed|signed|filled (?:in|out)) by\W*$"
                      r"|^who (?:filled|completed|recommended|referred)\b", re.IGNORECASE)
FULL_NAME = re.compile(r"[A-Z][\w'’.-]+(?: (?:[a-z]{1,3} )?[A-Z][\w'’.-]*){1,3}")
ACCOUNT_LAST = re.compile(r"(?:号|號|[账帐帳][号户號]|\bid|account|username|handle)\W*$", re.IGNORECASE)
NAMED_LAST = re.compile(r"(?:姓名|签名|签字|名字|名前|联系人|称呼|昵称|人|名)\W*(?:[(（].*)?$")
PLAUSIBLE: Mapping[str, re.Pattern[str]] = {
    "phone": re.compile(r"(?:\D*\d){7,}.*", re.DOTALL), "email": re.compile(r".*@.*", re.DOTALL),
    "id": re.compile(r"(?=.*\d)[\w@.+-]{5,}|[A-Za-z][-_A-Za-z0-9]{5,19}|(?=.*\d)[A-Z\d]{2,5}(?: [A-Z\d]{2,5}){1,5}"
                     r"|(?:https?://|www\.)\S+"), "ip": ADDRESS,
    "name": re.compile(r"[^\W\d_][^\d_@/]{1,40}"), "location": re.compile(r"-?\d{1,3}(?:\.\d+)?"),
    "address": re.compile(r"(?=.*\d{3}).{4,}|.*\d.*[栋幢楼号室村路街].*|.*[栋幢楼号室].*\d.*"
                          r"|\d.*[A-Za-z]{3}.*|.*[^\W\d_]{2}.*\d.*|.*[省市县区].*[镇乡村路街道].*", re.DOTALL),
    "post": re.compile(r"[^\W\d_].*")}
DIGIT, WRITTEN = re.compile(r"\d"), re.compile(r"[\d_@/]")
SHORT = 14  # letters of a heading that ends with such a word
FEW = 8  # distinct posts or words: fewer are options of a question
PARTED = re.compile(r"[_\-]+|(?<=[a-z])"
                    r"(?=(?:(?:First|Last|Full|Family|Given|Preferred|Middle)?Name\d?|Number|ID|Id|Address|Phone)\b)")
NUMBERED = re.compile(r"^\s*(?:第?\d{1,3}\s*[题、.．：:]|Q\d+[.:])\s*")


def find_personal_kinds(text: str) -> set[str]:
    """Kinds of personal data that stand somewhere in a text.
    >>> sorted(find_personal_kinds("请联系 １３８００００００００ 或 a@example.org"))
    ['email', 'phone']
    >>> find_personal_kinds("11010519491231002X"), find_personal_kinds("110105194912310021")
    ({'id'}, set())
    """
    return {COLUMN_KINDS[span.kind] for span in find_personal_spans(text, names=False) if span.kind in COLUMN_KINDS}


def classify_personal(heading: str, texts: Iterable[str]) -> str:
    """The kind of personal data that a column holds, by its distinct texts; '' where it seems to hold none.
    Most cells hold the pattern; or the heading names the kind and most cells may be of it.
    >>> classify_personal("您的姓 名", ["王小明", "李雷"]), classify_personal("学院名称", ["文学院"])
    ('name', '')
    >>> classify_personal("name_first", ["Nutmeg"]), classify_personal("出生日期", ["2001-02-03"])
    ('name', 'birth')
    """
    texts, asked = list(texts), fold_asked(heading)
    found = [find_personal_kinds(text) if len(text.strip()) < LITTLE else set() for text in texts]
    if _most(is_map_point(text) for text in texts):
        return "location"
    for kind in ("id", "email", "phone", "ip"):
        if _most(kind in kinds for kinds in found):
            return kind
    named = [kind for kind, pattern in HEADINGS.items() if pattern.search(asked)]
    if not texts:
        return "" if ABOUT.search(asked) else next(iter(named), "")
    if "id" in named and len(asked) <= SHORT and ACCOUNT_LAST.search(asked) and not ABOUT.search(asked):
        return "id"  # 抖音号: an account may be any text
    if not ABOUT.search(asked):
        if ROOM_LAST.search(asked) and _most(DIGIT.search(text) is not None for text in texts):
            return "address"
        if (HANDLE_LAST.search(asked) or WHO_LAST.search(asked)) and _most(map(_is_name_shaped, texts)):
            return "name"
        if len(texts) > FEW and _most(len(text) <= LONGEST_HANDLE for text in texts):
            handles = "name" if HANDLE_LAST.search(asked) else "id" if SERVICE_LAST.search(asked) else ""
            if handles:
                return handles
    numbered = NUMBER_LAST.search(asked) and not OWN_KEY.search(asked) and not named and len(texts) > FEW
    if numbered and all(map(NUMBERS.fullmatch, map(normalise, texts))):
        return "id"
    options = len(texts) <= FEW and not any(map(WRITTEN.search, texts))  # few words without digits
    return next((kind for kind in named if _most(_is_plausible(kind, text) for text in texts)
                 and (kind != "name" or _is_names(asked, texts)) and (kind != "post" or len(texts) > FEW)
                 and not (kind == "id" and options)), "")


def fold_asked(heading: str) -> str:
    """A heading as personal words are looked for: no number before it, no blank between Hanzi, `_` as a blank.
    >>> fold_asked("3、姓 名"), fold_asked("first_name"), fold_asked("RecipientLastName")
    ('姓名', 'first name', 'Recipient Last Name')
    """
    parted = PARTED.sub(" ", NUMBERED.sub("", normalise(heading)))
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", parted).strip()


def _is_plausible(kind: str, text: str) -> bool:
    """Whether a cell may hold this kind of personal data, where its heading says so."""
    bare = normalise(text)
    if kind == "birth":
        return is_date(bare)
    return PLAUSIBLE[kind].fullmatch(bare) is not None


def _is_name_shaped(text: str) -> bool:
    """Whether a cell looks like a person's name: a Chinese surname and up to three Hanzi, or words in capitals.
    >>> [_is_name_shaped(text) for text in ("王小明", "Anna Smith", "很满意", "Very satisfied", "王老师讲得很好")]
    [True, True, False, False, False]
    """
    bare = normalise(text).replace(" ", "") if HAN.search(text) else text.strip()
    chinese = bare[:1] in LEADING and 2 <= len(bare) <= 4 and all(map(HAN.match, bare))
    return chinese or FULL_NAME.fullmatch(bare) is not None


def is_map_point(text: str) -> bool:
    """Whether a cell is a place on the map.
    >>> [is_map_point(text) for text in ("30.66 104.06 500 4.5", "30.6612,104.0634", "3.5 4.5", "3 1 4 2")]
    [True, True, False, False]
    """
    return POINT.fullmatch(text.strip()) is not None


def _is_names(heading: str, texts: list[str]) -> bool:
    """Whether a column of names holds names: the heading ends with the word, or is English, or Chinese surnames."""
    short = len(heading) <= SHORT and NAMED_LAST.search(heading) is not None
    return not HAN.search(heading) or short or _most(text.strip()[:1] in LEADING for text in texts)


def _most(hits: Iterable[bool]) -> bool:
    """Whether at least half are so, and there is one."""
    hits = list(hits)
    return 2 * sum(hits) >= len(hits) > 0
