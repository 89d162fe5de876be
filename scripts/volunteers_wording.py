"""The questionnaire of the synthetic volunteers: every question and option, in Chinese and English.

The published options state the facts of the founding study in our own phrasing; options marked
"ours" were added so that the questions can be asked, and carry no published figure. The six
statements of the career-planning attitude scale are home-written and CC0. `count` is how many of
the 46 valid forms give the answer once the dirt is read as it was meant.

    question               option                    published   synthetic
    difficulty             reality_gap               36 %        16 of 44 who answered = 36.4 %
                           field_mismatch            36 %        16 of 44 = 36.4 %
    planning_time          before_graduation         67.3 %      31 of 46 = 67.4 % (no base under 260 gives all three)
                           after_graduation          16.2 %       7 of 46 = 15.2 %
                           with_career_centre        12.7 %       6 of 46 = 13.0 %
    recruitment_barriers   unwilling                 35.9 %      14 of 39 who answered = 35.9 %
                           publicity                 28.2 %      11 of 39 = 28.2 %
    policies               local_support             43 %        28 of 65 ticks = 43.1 %
                           allowance                 30.8 %      20 of 65 ticks = 30.8 %
    evaluation             social_resources          24.2 %      32 of 132 ticks = 24.2 %
                           talent_knowledge          22 %        29 of 132 ticks = 22.0 %
                           stopgap                   19.7 %      26 of 132 ticks = 19.7 %
    plan_after_service     home                      45.5 %      20 of 44 who answered = 45.5 %
                           stay, renew               tied, none   8 of 44 = 18.2 % each
                           study                      9 %         4 of 44 =  9.1 %

These bases are possible ones, nothing more: which bases the study used was never printed.
"""

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
    Question("gender", 1, "select_one", "您的性别", "Your gender", "gender"),
    Question("service_year", 2, "integer", "您是哪一年开始服务的？（四位数字）",
             "In which year did your service begin? (four digits)"),
    Question("school", 3, "select_one", "您的学院", "Your faculty", "school"),
    Question("county", 4, "select_one", "您的服务地", "Where did you serve?", "county"),
    Question("home_province", 5, "select_one", "您的生源地（省、自治区、直辖市）",
             "Your home province", "home_province"),
    Question("heard_when", 6, "select_one", "您最早是什么时候听说西部计划的？",
             "When did you first hear of the programme?", "heard_when"),
    Question("heard_from", 7, "select_one", "您最早是从哪里听说西部计划的？",
             "From whom or where did you first hear of it?", "heard_from"),
    Question("difficulty", 8, "select_one", "服务期间，您遇到的最大困难是什么？（单选）",
             "What was your greatest difficulty during service? (one answer)", "difficulty"),
    Question("planning_time", 9, "select_one", "在校期间，您的职业生涯规划是怎样的？（单选）",
             "How did you plan your career while at university? (one answer)", "planning_time"),
    Question("recruitment_barriers", 10, "select_multiple",
             "您认为哪些因素影响了本科毕业生的招募比例？（可多选）",
             "What holds back the share of bachelor graduates recruited? (choose all that apply)",
             "recruitment_barriers"),
    Question("policies", 11, "select_multiple", "您认为西部计划的哪些政策还需要完善？（可多选）",
             "Which policies of the programme still need improving? (choose all that apply)", "policies"),
    Question("evaluation", 12, "select_multiple", "总的来说，您怎样评价西部计划？（请选三项）",
             "Overall, how do you judge the programme? (choose three)", "evaluation"),
    Question("plan_after_service", 13, "select_one", "服务期满时，您的工作规划是什么？（单选）",
             "What was your plan for work when your service ended? (one answer)", "plan_after_service"),
    Question("where_now", 15, "select_one", "您现在在哪里工作或学习？",
             "Where do you work or study now?", "where_now"),
    Question("destination_code", 16, "select_one", "您目前的毕业去向类别（按就业统计的类别填写）",
             "Your present destination (by the categories of the employment statistics)", "destination_code"),
    Question("first_job", 17, "select_one", "服务期满后，您找到过工作吗？",
             "Have you found work since your service ended?", "first_job"),
    Question("months_to_first_job", 18, "integer", "服务期满后，您过了几个月找到第一份工作？（请填整数）",
             "How many months after service did you find your first job? (whole number)"),
    Question("months_searching", 19, "integer", "您找工作至今已有几个月？（请填整数）",
             "How many months have you been looking for work so far? (whole number)"),
    Question("first_post", 20, "select_one", "您第一份工作的单位类型", "Kind of employer of your first job", "post"),
    Question("present_post", 21, "select_one", "您目前的单位类型", "Kind of employer of your present job", "post"),
    Question("field_match", 22, "select_one", "您目前的工作与所学专业是否对口？",
             "Does your present work match your field of study?", "field_match"),
    Question("service_counted", 23, "select_one", "目前的单位是否把服务期计入工龄或工作经历？",
             "Does your present employer count your service as work experience?", "service_counted"),
    Question("stayed_months", 24, "integer", "服务期满后，您在服务地又停留了几个月？（当即离开请填 0）",
             "How many months did you stay at the place of service after your term? (0 if you left at once)"),
    Question("suggestion", 25, "text", "您对西部计划还有什么建议？",
             "What else would you suggest for the programme?"),
)  # fmt: skip

MATRIX_NUMBER = 14
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
    "home_province": (  # ours
        Option("shanghai", "上海", "Shanghai", 6),
        Option("jiangsu", "江苏", "Jiangsu", 7),
        Option("zhejiang", "浙江", "Zhejiang", 5),
        Option("anhui", "安徽", "Anhui", 6),
        Option("henan", "河南", "Henan", 6),
        Option("sichuan", "四川", "Sichuan", 5),
        Option("chongqing", "重庆", "Chongqing", 4),
        Option("yunnan", "云南", "Yunnan", 3),
        Option("elsewhere", "其他省份", "Another province", 4),
    ),
    "heard_when": (  # ours
        Option("first_years", "大一或大二", "In the first or second year", 5),
        Option("third_year", "大三", "In the third year", 8),
        Option("last_autumn", "大四上学期", "In the first term of the last year", 11),
        Option("last_spring", "大四下学期", "In the last term", 18),
        Option("after_graduation", "毕业以后", "After graduation", 4),
    ),
    "heard_from": (  # ours
        Option("counsellor", "辅导员或老师", "A counsellor or teacher", 13),
        Option("notice", "校内通知或海报", "A notice or poster on campus", 12),
        Option("peers", "同学或朋友", "Classmates or friends", 9),
        Option("internet", "网络或媒体", "The internet or the press", 7),
        Option("family", "家人", "Family", 3),
        Option("former_volunteers", "往届志愿者", "Former volunteers", 2),
    ),
    "difficulty": (
        Option("reality_gap", "现实与理想有差距，内心感到困惑",
               "Reality was far from my ideals and left me in doubt", 16),
        Option("field_mismatch", "所学专业与工作不对口", "The work did not match my field of study", 16),
        Option("hardship", "生活条件艰苦", "Hard living conditions", 4),  # from here on: ours
        Option("loneliness", "远离亲友，感到孤独", "Lonely, far from family and friends", 2),
        Option("dialect", "方言或民族语言沟通不便", "Dialects or minority languages were a barrier", 2),
        Option("allowance_low", "补贴偏低，经济压力大", "The allowance was low and money was tight", 2),
        Option("recognition", "工作得不到认可", "The work went unrecognised", 1),
        Option("other", "其他", "Other", 1),
    ),
    "planning_time": (
        Option("before_graduation", "毕业前就开始规划，并与长辈、朋友讨论",
               "Began before graduation, talking it over with elders and friends", 31),
        Option("with_career_centre", "有明确的规划，并咨询过学校就业中心",
               "Had a clear plan and consulted the university career centre", 6),
        Option("after_graduation", "毕业后才开始规划", "Began only after graduation", 7),
        Option("other", "其他", "Other", 1),  # from here on: ours
        Option("never", "没有做过规划", "Never planned", 1),
    ),
    "recruitment_barriers": (
        Option(
            "unwilling",
            "毕业生不愿到艰苦地区服务",
            "Graduates are unwilling to work in hard places",
            14,
        ),
        Option("publicity", "宣传动员还不够", "Publicity and mobilisation still fall short", 11),
        Option(
            "prospects", "担心服务期满后的出路", "Worry about prospects after service", 12
        ),  # ours
        Option("family", "家人不支持", "Families are against it", 8),
        Option("pay", "补贴和保障水平偏低", "Low allowance and benefits", 9),
        Option(
            "timing",
            "与考研、求职的时间冲突",
            "It clashes with postgraduate exams and job hunting",
            6,
        ),
    ),
    "policies": (
        Option(
            "local_support",
            "争取地方领导支持，完善有利于志愿者扎根的制度",
            "Win local leaders' support and make rules that help volunteers stay",
            28,
        ),
        Option("allowance", "调整志愿者补贴标准", "Adjust the volunteer allowance", 20),
        Option(
            "exam_preference",
            "落实考研、考公的优惠政策",
            "Honour the preferences in postgraduate and civil-service exams",
            6,
        ),  # ours
        Option("health_cover", "完善医疗和保险保障", "Improve health cover and insurance", 4),
        Option("post_matching", "按所学专业安排服务岗位", "Match posts to fields of study", 4),
        Option("follow_up", "做好期满后的就业跟踪服务", "Follow up on employment after service", 3),
    ),
    "evaluation": (
        Option(
            "social_resources",
            "有效整合了社会资源",
            "It brings social resources together effectively",
            32,
        ),
        Option(
            "talent_knowledge",
            "为边疆和贫困地区输送了人才与知识",
            "It sends talent and knowledge to border and poor areas",
            29,
        ),
        Option(
            "stopgap", "是解决毕业生就业的权宜之计", "It is a stopgap for graduate employment", 26
        ),
        Option(
            "training",
            "让青年了解基层、得到锻炼",
            "It lets young people learn about and grow at the grass roots",
            20,
        ),  # ours
        Option(
            "extra_hands",
            "为当地补充了急需的人手",
            "It gives local services the hands they need",
            15,
        ),
        Option("mixed", "有利有弊，难以一概而论", "Mixed: good and bad sides in equal measure", 10),
    ),
    "plan_after_service": (
        Option("home", "返乡就业", "Return home to work", 20),
        Option("stay", "留在服务地工作", "Stay and work at the place of service", 8),
        Option("renew", "续签服务协议", "Renew the service contract", 8),
        Option("study", "继续升学", "Go on to further study", 4),
        Option(
            "civil_service",
            "报考公务员或事业单位",
            "Sit civil-service or public-institution exams",
            2,
        ),  # ours
        Option("undecided", "尚未决定", "Undecided", 1),
        Option("other", "其他", "Other", 1),
    ),
    # where one is now, all of it ours: the names of `where_now` are those of the plan, so that both can be compared
    "where_now": (
        Option("home", "在家乡工作", "Working in my home region"),
        Option("stay", "留在服务地工作", "Working at the place of service"),
        Option("renew", "仍在基层服务项目", "Still in a grass-roots service project"),
        Option("study", "在读", "Studying"),
        Option("civil_service", "在外地的机关或事业单位工作", "In a public office or institution elsewhere"),
        Option("other", "在外地的其他单位工作", "Working elsewhere"),
        Option("unemployed", "目前没有工作", "Not working at present"),
    ),
    "destination_code": (  # the categories of the employment statistics, by their codes
        Option("10", "签就业协议形式就业", "Employment agreement"),
        Option("11", "签劳动合同形式就业", "Labour contract"),
        Option("12", "其他录用形式就业", "Other recruitment"),
        Option("27", "科研助理、管理助理", "Research or administrative assistant"),
        Option("46", "应征义务兵", "Conscript"),
        Option("50", "国家基层项目", "National grass-roots project"),
        Option("51", "地方基层项目", "Local grass-roots project"),
        Option("75", "自主创业", "Own business"),
        Option("76", "自由职业", "Freelance"),
        Option("80", "升学", "Further study"),
        Option("85", "出国、出境", "Study or work abroad"),
        Option("70", "待就业", "Waiting for work"),
        Option("71", "不就业拟升学", "Not working, plans to study"),
        Option("72", "其他暂不就业", "Not working, other"),
    ),
    "first_job": (
        Option("yes", "找到过", "Yes"),
        Option("looking", "还没有，正在找", "Not yet, looking"),
        Option("not_looking", "没有找过", "No, and did not look"),
    ),
    "post": (
        Option("government", "党政机关", "Government or party office"),
        Option("public_institution", "事业单位", "Public institution"),
        Option("state_firm", "国有企业", "State-owned firm"),
        Option("private_firm", "民营企业", "Private firm"),
        Option("foreign_firm", "外资企业", "Foreign firm"),
        Option("grassroots", "村、社区或基层项目", "Village, community or grass-roots project"),
        Option("own_business", "自主创业或自由职业", "Own business or freelance"),
    ),
    "field_match": (
        Option("matched", "对口", "Matched"),
        Option("partly", "部分对口", "Partly matched"),
        Option("unmatched", "不对口", "Not matched"),
    ),
    "service_counted": (
        Option("yes", "计入", "Yes"),
        Option("partly", "部分计入", "In part"),
        Option("no", "不计入", "No"),
        Option("unsure", "不清楚", "Not sure"),
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
