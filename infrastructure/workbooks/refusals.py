"""Why a workbook is not read: a reason in Chinese that says what to do about it."""

from enum import StrEnum
from typing import NoReturn


class WorkbookRefusal(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_WORKBOOK = "not_a_workbook"
    NO_TABLES = "no_tables"
    OLD_FORMAT = "old_format"
    PASSWORD = "password"  # noqa: S105 -- a reason, not a secret
    DAMAGED = "damaged"
    INFLATES = "inflates"
    NESTED = "nested"
    MACROS = "macros"
    COMMANDS = "commands"
    EXTERNAL_LINKS = "external_links"
    PATHS = "paths"
    ENCODING = "encoding"
    DTD = "dtd"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_SHEETS = "too_many_sheets"
    SHEET_NAME = "sheet_name"
    SHEET_NAMES_ALIKE = "sheet_names_alike"
    TOO_MANY_CELLS = "too_many_cells"
    READER_STOPPED = "reader_stopped"


class WorkbookRefused(Exception):
    """Nothing of the file was used. `reason` is a whole sentence for the person who brought it."""

    def __init__(self, code: WorkbookRefusal, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


REASONS = {
    WorkbookRefusal.EMPTY: "文件是空的，请重新选择。",
    WorkbookRefusal.TOO_LARGE: "文件超过 {limit} MB，请拆分后分别上传，或删去其中的图片。",
    WorkbookRefusal.NOT_A_WORKBOOK: "这不是 Excel 工作簿。请在 Excel 或 WPS 中打开后另存为 .xlsx 文件再上传。",
    WorkbookRefusal.NO_TABLES: "Word 文档里没有表格，读不出台账。请把台账做成表格，或另存为 .xlsx 文件再上传。",
    WorkbookRefusal.OLD_FORMAT: "旧版格式（.xlsb、早期的 .et）读不了。请在 Excel 或 WPS 中另存为 .xlsx 文件再上传。",
    WorkbookRefusal.PASSWORD: "文件设有打开密码或被加密保护。请在 Excel 或 WPS 中取消密码和保护，另存后再上传。",
    WorkbookRefusal.DAMAGED: "文件已损坏，无法读取。请在 Excel 或 WPS 中打开，另存为新的 .xlsx 文件后再上传。",
    WorkbookRefusal.INFLATES: "文件解压后的内容过大或压缩比异常，为安全起见不予读取。请把数据复制到新的工作簿再上传。",
    WorkbookRefusal.NESTED: "工作簿里嵌有压缩包或其他文档。请删除这些嵌入对象后再上传，佐证材料请单独上传。",
    WorkbookRefusal.MACROS: "工作簿含有宏或 ActiveX 控件。请另存为不含宏的 .xlsx 文件再上传。",
    WorkbookRefusal.COMMANDS: "工作簿里有会启动其他程序的公式或动作（DDE 等）。请删去这些公式，另存后再上传。",
    WorkbookRefusal.EXTERNAL_LINKS: "工作簿链接了外部文件或外部数据。请在“数据 → 编辑链接”和“查询和连接”中断开后上传。",
    WorkbookRefusal.PATHS: "文件内部的路径指向文件之外，不予读取。请在 Excel 或 WPS 中另存为新的 .xlsx 文件再上传。",
    WorkbookRefusal.ENCODING: "文件内部文字的编码异常（不是 UTF-8）。请在 Excel 或 WPS 中另存为新的 .xlsx 文件再上传。",
    WorkbookRefusal.DTD: "文件内部含有文档类型定义（DTD），为安全起见不予读取。请把数据复制到新的工作簿再上传。",
    WorkbookRefusal.TOO_MANY_ROWS: "表格达到 {limit} 行，超过一次可读取的上限。请拆分成几个文件分别上传。",
    WorkbookRefusal.TOO_MANY_COLUMNS: "表格超过 {limit} 列。请删去表格右侧多余的列后再上传。",
    WorkbookRefusal.TOO_MANY_SHEETS: "工作簿超过 {limit} 个工作表。请拆分成几个文件分别上传。",
    WorkbookRefusal.SHEET_NAME: "有工作表的名称超过 {limit} 字或含有换行等不可见字符。请改名后再上传。",
    WorkbookRefusal.SHEET_NAMES_ALIKE: "有两个工作表的名称相同。请改名后再上传。",
    WorkbookRefusal.TOO_MANY_CELLS: "表格内容超过 {limit} 个单元格。请拆分成几个文件分别上传。",
    WorkbookRefusal.READER_STOPPED: "读取这个文件超出了时间或内存限制。请删去多余的行列和格式，或拆分后再上传。",
}


def refuse(code: WorkbookRefusal, *, limit: int = 0) -> NoReturn:
    """Raise the refusal with its sentence."""
    raise WorkbookRefused(code, REASONS[code].format(limit=limit))
