"""Patient names, visit numbers, identity cards and telephone numbers in typed text: to be warned of and blanked."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_NUMBER_NAMES = r"(?:住院|病案|病历|门诊|登记|就诊|就诊卡|ID|医保卡|检查|影像|床位?)(?:号码?|卡号)"
_NUMBERS = re.compile(
    _NUMBER_NAMES + r"\s*[:：为是]?\s*[A-Za-z]{0,3}-?\d{4,}"
    r"|(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)"
)
_AFTER_NAME = r"(?=[，,。；;、（(\s]|男|女|\d|住院|因|于|的|家属|入院|出院|术|床|$)"
_NAMES = re.compile(
    rf"(?:患者|病人|患儿|产妇|孕妇)(?:姓名)?\s*[:：]?\s*([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?){_AFTER_NAME}"
    rf"|姓名\s*[:：]\s*([{_SURNAMES}][\u4e00-\u9fff]{{1,3}}){_AFTER_NAME}"
    rf"|([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})[，,（(\s]+(?:男|女)[，,性\s]"
)
_WORTH_LOOKING = re.compile(r"\d{4}|[患病产孕]|姓名|[男女]")
# 王某, 张××: already made unrecognisable.
_MASKED = re.compile(r"[某ⅹ×*＊○]")


def personal_data(text: str) -> tuple[str, ...]:
    """What in a text points to a person, in the order of the text."""
    if not _WORTH_LOOKING.search(text):
        return ()
    found = [(match.start(), match[0].strip()) for match in _NUMBERS.finditer(text)]
    for match in _NAMES.finditer(text):
        group = next(index for index in (1, 2, 3) if match[index])
        if not _MASKED.search(match[group]):
            found.append((match.start(group), match[group]))
    return tuple(dict.fromkeys(piece for _, piece in sorted(found)))
