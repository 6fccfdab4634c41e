"""What people call the things that checkpoints speak of, so that a checkpoint is found by the word one has in mind."""

from __future__ import annotations

# The document's words → the ward's words. A finding aid only: nothing is decided by it.
_CALLED = {
    "遮挡": "隔帘 围帘 屏风 窗帘 遮帘 暴露",
    "隐私": "泄密 保密 暴露",
    "患者影像": "拍照 照片 录像 偷拍 朋友圈 微信",
    "首诊": "推诿 拒诊 转诊",
    "抢救": "急救 抢救车 急危重",
    "查房": "三级查房 主任查房",
    "术前讨论": "术前小结 多学科 MDT",
    "手术安全核查": "安全核查表 三方核查 手术核查",
    "交接班": "交班 接班 值班 脱岗",
    "复制粘贴": "拷贝 雷同 粘贴",
    "书写及时": "漏写 迟写 超时 未签名 病程记录 首次病程",
    "篡改": "涂改 伪造 修改痕迹 补写",
    "诊断证明": "报告 证明 代签",
    "手卫生": "洗手 手消 消毒液 医疗垃圾 医废",
    "无菌": "隔离 口罩 手套 穿刺",
    "一次性": "重复使用 注射器 耗材",
    "院感暴发": "感染暴发 聚集 上报",
    "不良事件": "差错 跌倒 坠床 压疮 上报",
    "应急": "预案 演练 停电 火灾",
    "安全风险": "隐患 风险排查",
    "核心制度": "会诊 查对 危急值 输血 抗菌药",
    "目录和授权": "越级手术 手术权限 手术分级",
    "查阅权限": "越权 权限 离职 调岗",
    "口令": "密码 共用账号 借用账号 登录",
    "医德医风": "红包 回扣 服务态度 收受",
    "线索": "投诉 举报 信访",
    "病历质量控制": "病历质控 质控记录",
    "绩效": "奖金 考核",
    "督导": "检查 通报 反馈",
}


def near_words(text: str) -> str:
    """The other words for what a checkpoint's text speaks of, with spaces between; "" when there are none."""
    return " ".join(words for named, words in _CALLED.items() if named in text)
