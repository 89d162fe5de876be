"""Personal data by the words of a heading and the shape of its cells."""

import pytest

from surveykit.text.personal import classify_personal

NAMES = ["王小明", "李雷", "张三丰"]


@pytest.mark.parametrize(("heading", "texts", "kind"), [
    ("姓 名", NAMES, "name"), ("3、您的姓名：", NAMES, "name"), ("first_name", ["Ann", "José"], "name"),
    ("name_last", ["Nutmouse", "O'Neil"], "name"), ("提交人", NAMES, "name"), ("推荐人", NAMES, "name"),
    ("next_of_kin_contact_name", ["Ann Lee"], "name"), ("微博昵称", ["小鱼儿", "阿牛"], "name"),
    ("telephone_1", ["(415) 555-1212"], "phone"), ("ec-phone", ["405 321 1111"], "phone"),
    ("E_mail", ["a@example.org"], "email"), ("护照号", ["E12345678"], "id"), ("抖音号", ["dy_12345"], "id"),
    ("支付宝账号", ["zfb20261"], "id"), ("passport_number", ["G1234567"], "id"), ("学 号", ["20220001"], "id"),
    ("家庭住址", ["成都市武侯区一环路3号"], "address"), ("home_address", ["14 Rose Cottage St."], "address"),
    ("宿舍号", ["3栋402", "A座1201"], "address"), ("邮编", ["610041"], "address"), ("zip_code", ["10001"], "address"),
    ("出生日期", ["2001-02-03", "2001/2/4"], "birth"), ("dob", ["2003-08-30"], "birth"),
    ("抖音号", ["小美爱旅行", "阿强"], "id"), ("抖音号", ["同微信"] * 3, "id"), ("Vorname", ["Jörg"], "name"),
    ("Name, Vorname", ["Meier, Jörg"], "name"), ("Geburtsdatum", ["01.03.1990"], "birth"),
    ("氏名", ["田中太郎"], "name"), ("생년월일", ["1999.03.02"], "birth"), ("生年月日", ["1999年3月2日"], "birth"),
    ("이름", ["김철수"], "name"), ("Fecha de nacimiento", ["02/03/1999"], "birth"),
    ("Telefonnummer", ["0171 1234567"], "phone"), ("전화번호", ["010-1234-5678"], "phone"),
    ("Nombre y apellidos", ["Ana García"], "name"), ("ФИО", ["Иванов Иван"], "name"),
    ("Straße und Hausnummer", ["Hauptstr. 1"], "address"), ("住所", ["東京都新宿区1-2"], "address"),
    ("Nom", ["Dupont"], "name"), ("Matrikelnummer", ["1123123"], "id"), ("手機號碼", ["0912345678"], "phone"),
    ("签名", ["张三", "李四"], "name"), ("辅导员", ["李老师", "张老师"], "name"),
    ("现任职务", [f"{place}村书记" for place in "甲乙丙丁戊己庚辛壬"], "post")])
def test_a_heading_that_names_personal_data_is_believed(heading, texts, kind):
    assert classify_personal(heading, texts) == kind


@pytest.mark.parametrize(("heading", "texts"), [
    ("学院名称", ["文学院", "理学院"]), ("家庭住址类型", ["城市", "农村"]), ("您是否使用微信", ["是", "否"]),
    ("宿舍人数", ["4", "6"]), ("出生年份", ["2001", "2002"]), ("职务", ["书记", "主任"]), ("监护人数", ["1", "2"]),
    ("您认为是否应该公开被资助学生的姓名", ["应该", "不应该"]), ("Which company name do you know?", ["Acme"]),
    ("您的导师", ["满意", "不满意"]), ("Do you have an e-mail account?", ["Yes", "No"]),
    ("Name der Hochschule", ["Uni Bonn"]), ("你的账号类型", ["个人"]), ("Nombre de la empresa", ["SAP"]),
    ("Geburtsland", ["Polen"]), ("Haben Sie ein Handy?", ["ja", "nein"]), ("phone_use", ["often", "never"])])
def test_but_a_question_about_such_things_is_none(heading, texts):
    assert classify_personal(heading, texts) == ""
