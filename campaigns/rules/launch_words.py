"""The closed lists of a launch, with the words people read."""

from policy_texts.vocabulary import Vocabulary


class GroupPost(Vocabulary):
    """A place in the working group. Often two head it: the party secretary and the president."""

    HEAD = "head", "组长"
    DEPUTY = "deputy", "副组长"
    MEMBER = "member", "成员"
    LIAISON = "liaison", "联络员"


class MeetingKind(Vocabulary):
    """What the hospital was called together for: to be set to work (QS25.P1), or to be taught the plan (QS25.R3)."""

    MOBILISATION = "mobilisation", "动员部署会"
    TRAINING = "training", "方案宣传培训"


class CheckMethod(Vocabulary):
    """How a check entry is checked."""

    ON_SITE = "on_site", "现场查看"
    RECORDS = "records", "查病历"
    DOCUMENTS = "documents", "查资料"
    INTERVIEW = "interview", "访谈提问"
    SYSTEM = "system", "系统数据"
    DRILL = "drill", "现场操作"
