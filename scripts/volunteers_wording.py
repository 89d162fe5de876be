"""The questionnaire of the synthetic volunteers: every question and option, in Chinese and English.

The published options state the facts of the founding study in our own phrasing; options marked
"ours" were added so that the questions can be asked, and carry no published figure. The six
statements of the career-planning attitude scale are home-written and CC0. `count` is how many of
the 46 valid forms give the answer once the dirt is read as it was meant.

    question               option                    published   synthetic (of 46)
    planning_time          before_graduation         67.3 %      31 = 67.4 %
                           after_graduation          16.2 %       7 = 15.2 %
                           with_career_centre        12.7 %       6 = 13.0 %
                           (not planned)              3.8 %       2 =  4.3 %   (what is left)
    difficulties           reality_gap               36 %        17 = 37.0 %
                           field_mismatch            36 %        17 = 37.0 %
    recruitment_barriers   unwilling                 35.9 %      17 = 37.0 %
                           publicity                 28.2 %      13 = 28.3 %
    policies               local_support             43 %        20 = 43.5 %
                           allowance                 30.8 %      14 = 30.4 %
    evaluation             social_resources          24.2 %      11 = 23.9 %
                           talent_knowledge          22 %        10 = 21.7 %
                           stopgap                   19.7 %       9 = 19.6 %
    plan_after_service     home                      45.5 %      21 = 45.7 %
                           stay, renew               tied, none   8 = 17.4 % each
                           study                      9 %         4 =  8.7 %
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One answer: its name in the codebook, its two labels, and its count in the clean cohort."""

    name: str
    zh: str
    en: str
    count: int = 0


@dataclass(frozen=True)
class Question:
    """One numbered question of the form; `listed` names its options, empty for typed answers."""

    name: str
    number: int
    type: str
    zh: str
    en: str
    listed: str = ""

    @property
    def heading(self) -> str:
        """The column heading in a 问卷星 text export."""
        return f"{self.number}、{self.zh}"


TITLE_ZH = "西部计划志愿者就业与职业规划调查（合成数据）"
TITLE_EN = "Western-region volunteers: careers and career planning (synthetic data)"

QUESTIONS = (
    Question("gender", 1, "select_one", "您的性别",
             "Your gender", "gender"),
    Question("service_year", 2, "integer", "您是哪一年开始服务的？（四位数字）",
             "In which year did your service begin? (four digits)"),
    Question("school", 3, "select_one", "您的学院",
             "Your faculty", "school"),
    Question("county", 4, "select_one", "您的服务地",
             "Where did you serve?", "county"),
    Question("planned", 5, "select_one", "您是否做过职业生涯规划？",
             "Have you ever planned your career?", "yes_no"),
    Question("planning_time", 6, "select_one", "您是在什么时候、怎样做职业生涯规划的？",
             "When and how did you plan your career?", "planning_time"),
    Question("difficulties", 7, "select_multiple",
             "服务期间，您遇到的最大困难有哪些？（最多选三项）",
             "What were your greatest difficulties during service? (choose up to three)",
             "difficulties"),
    Question("recruitment_barriers", 8, "select_multiple",
             "您认为哪些因素影响了本科毕业生的招募比例？（可多选）",
             "What holds back the share of bachelor graduates recruited? (choose all that apply)",
             "recruitment_barriers"),
    Question("policies", 9, "select_multiple", "您认为西部计划的哪些政策还需要完善？（可多选）",
             "Which policies of the programme still need improving? (choose all that apply)",
             "policies"),
    Question("evaluation", 10, "select_one", "总的来说，您怎样评价西部计划？",
             "Overall, how do you judge the programme?", "evaluation"),
    Question("plan_after_service", 11, "select_one", "服务期满后，您的工作规划是什么？",
             "What was your plan for work after the service term?", "plan_after_service"),
    Question("months_to_first_job", 13, "integer",
             "服务期满后，您过了几个月找到第一份工作？（请填整数，尚未工作可不填）",
             "How many months after service did you find your first job? "
             "(whole number; leave empty if none yet)"),
    Question("suggestion", 14, "text", "您对西部计划还有什么建议？",
             "What else would you suggest for the programme?"),
)  # fmt: skip

MATRIX_NUMBER = 12
MATRIX_ZH = "请评价您对以下说法的同意程度"
MATRIX_EN = "How far do you agree with the following statements?"
REVERSED = 4
STATEMENTS = (
    (
        "我清楚自己未来三到五年想从事什么工作",
        "I know what work I want to do over the next three to five years",
    ),
    (
        "我会主动了解目标职业的要求",
        "I make a point of finding out what my target occupation requires",
    ),
    (
        "我相信提前规划有助于找到合适的工作",
        "I believe planning ahead helps one find a suitable job",
    ),
    (
        "我觉得职业发展走一步看一步就好，不必规划",
        "I think a career is best taken as it comes, without a plan",
    ),
    ("我会为职业目标制定具体的行动步骤", "I set out concrete steps towards my career goals"),
    (
        "在职业选择上遇到困惑时，我会主动向他人请教",
        "When I am unsure about a career choice, I ask others for advice",
    ),
)

OPTIONS: dict[str, tuple[Option, ...]] = {
    "gender": (
        Option("male", "男", "Male", 23),
        Option("female", "女", "Female", 22),
        Option("prefer_not", "不愿透露", "Prefer not to say", 1),
    ),
    "school": (  # ours: generic faculties
        Option("textiles", "纺织学院", "Textiles", 8),
        Option("management", "管理学院", "Management", 9),
        Option("humanities", "人文学院", "Humanities", 7),
        Option("languages", "外语学院", "Foreign Languages", 5),
        Option("information", "信息学院", "Information Science", 6),
        Option("engineering", "机械学院", "Mechanical Engineering", 6),
        Option("science", "理学院", "Science", 4),
    ),
    "county": (  # ours: seven places as published, lettered so that nobody can be recognised
        Option("chongqing_a", "重庆A县", "County A, Chongqing", 9),
        Option("chongqing_b", "重庆B县", "County B, Chongqing", 8),
        Option("chongqing_c", "重庆C区", "District C, Chongqing", 5),
        Option("chongqing_d", "重庆D县", "County D, Chongqing", 7),
        Option("yunnan_e", "云南E县", "County E, Yunnan", 6),
        Option("yunnan_f", "云南F县", "County F, Yunnan", 5),
        Option("yunnan_g", "云南G县", "County G, Yunnan", 5),
    ),
    "yes_no": (Option("yes", "是", "Yes", 44), Option("no", "否", "No", 2)),
    "planning_time": (
        Option(
            "before_graduation",
            "毕业前就开始规划，并与长辈、朋友讨论",
            "Before graduation, talking it over with elders and friends",
            31,
        ),
        Option(
            "with_career_centre",
            "有明确的规划，并咨询过学校就业中心",
            "With a clear plan, after consulting the university career centre",
            6,
        ),
        Option("after_graduation", "毕业后才开始规划", "Only after graduation", 7),
    ),
    "difficulties": (
        Option(
            "reality_gap",
            "现实与理想有差距，内心感到困惑",
            "Reality was far from my ideals and left me in doubt",
            17,
        ),
        Option(
            "field_mismatch", "所学专业与工作不对口", "The work did not match my field of study", 17
        ),
        Option("hardship", "生活条件艰苦", "Hard living conditions", 12),  # from here on: ours
        Option("loneliness", "远离亲友，感到孤独", "Lonely, far from family and friends", 10),
        Option(
            "dialect", "方言或民族语言沟通不便", "Dialects or minority languages were a barrier", 9
        ),
        Option(
            "allowance_low", "补贴偏低，经济压力大", "The allowance was low and money was tight", 8
        ),
        Option("recognition", "工作得不到认可", "The work went unrecognised", 6),
        Option("other", "其他", "Other", 2),
    ),
    "recruitment_barriers": (
        Option(
            "unwilling",
            "毕业生不愿到艰苦地区服务",
            "Graduates are unwilling to work in hard places",
            17,
        ),
        Option("publicity", "宣传动员还不够", "Publicity and mobilisation still fall short", 13),
        Option(
            "prospects", "担心服务期满后的出路", "Worry about prospects after service", 12
        ),  # ours
        Option("family", "家人不支持", "Families are against it", 10),
        Option("pay", "补贴和保障水平偏低", "Low allowance and benefits", 9),
        Option(
            "timing",
            "与考研、求职的时间冲突",
            "It clashes with postgraduate exams and job hunting",
            8,
        ),
    ),
    "policies": (
        Option(
            "local_support",
            "争取地方领导支持，完善有利于志愿者扎根的制度",
            "Win local leaders' support and make rules that help volunteers stay",
            20,
        ),
        Option("allowance", "调整志愿者补贴标准", "Adjust the volunteer allowance", 14),
        Option(
            "exam_preference",
            "落实考研、考公的优惠政策",
            "Honour the preferences in postgraduate and civil-service exams",
            13,
        ),  # ours
        Option("health_cover", "完善医疗和保险保障", "Improve health cover and insurance", 11),
        Option("post_matching", "按所学专业安排服务岗位", "Match posts to fields of study", 10),
        Option("follow_up", "做好期满后的就业跟踪服务", "Follow up on employment after service", 8),
    ),
    "evaluation": (
        Option(
            "social_resources",
            "有效整合了社会资源",
            "It brings social resources together effectively",
            11,
        ),
        Option(
            "talent_knowledge",
            "为边疆和贫困地区输送了人才与知识",
            "It sends talent and knowledge to border and poor areas",
            10,
        ),
        Option(
            "stopgap", "是解决毕业生就业的权宜之计", "It is a stopgap for graduate employment", 9
        ),
        Option(
            "training",
            "让青年了解基层、得到锻炼",
            "It lets young people learn about and grow at the grass roots",
            7,
        ),  # ours
        Option(
            "extra_hands",
            "为当地补充了急需的人手",
            "It gives local services the hands they need",
            5,
        ),
        Option("mixed", "有利有弊，难以一概而论", "Mixed: good and bad sides in equal measure", 4),
    ),
    "plan_after_service": (
        Option("home", "返乡就业", "Return home to work", 21),
        Option("stay", "留在服务地工作", "Stay and work at the place of service", 8),
        Option("renew", "续签服务协议", "Renew the service contract", 8),
        Option("study", "继续升学", "Go on to further study", 4),
        Option(
            "civil_service",
            "报考公务员或事业单位",
            "Sit civil-service or public-institution exams",
            2,
        ),  # ours
        Option("undecided", "尚未决定", "Undecided", 2),
        Option("other", "其他", "Other", 1),
    ),
    "agree5": (
        Option("strongly_disagree", "非常不同意", "Strongly disagree"),
        Option("disagree", "不同意", "Disagree"),
        Option("neutral", "一般", "Neither agree nor disagree"),
        Option("agree", "同意", "Agree"),
        Option("strongly_agree", "非常同意", "Strongly agree"),
    ),
}

SERVICE_YEARS = {2008: 3, 2009: 4, 2010: 5, 2011: 6, 2012: 7, 2013: 7, 2014: 8, 2015: 6}

REMARKS = (
    "希望加大宣传，让低年级同学也能了解西部计划。",
    "建议岗位安排尽量和专业结合。",
    "服务期满后的就业信息太少，希望学校能继续跟进。",
    "补贴可以随当地物价调整。",
    "多组织志愿者之间的交流活动。",
    "出发前的培训可以再具体一些，比如当地方言和风俗。",
    "总体很有收获，感谢这段经历。",
    "希望落实考研加分等优惠政策。",
    "医疗保险异地报销手续复杂，建议简化。",
    "当地领导很关心我们，希望坚持下去。",
    "企业招聘时应当认可服务经历。",
    "无",
    "建议建立志愿者档案，定期回访。",
    "冬天取暖条件有限，希望改善住宿。",
    "希望增加返乡服务的名额。",
    "招募面试时应把困难讲清楚，避免落差。",
    "可以请往届志愿者回校分享。",
    "希望明确岗位职责，不要总是借调打杂。",
    "服务期内可以提供一些职业规划课程。",
    "没有",
    "建议适当延长服务期，一年太短。",
    "希望社会对志愿者多一些理解。",
)
