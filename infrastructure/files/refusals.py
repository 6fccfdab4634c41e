"""Why an upload is not taken: a sentence in Chinese that names the file and says what to do."""

from enum import StrEnum

from infrastructure.errors import Refusal


class RefusalCode(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    WRONG_TYPE = "wrong_type"
    NAME_DISAGREES = "name_disagrees"
    DAMAGED = "damaged"
    TOO_HEAVY = "too_heavy"
    TOO_MANY_PIXELS = "too_many_pixels"
    INFLATES = "inflates"
    NESTED = "nested"
    MACROS = "macros"
    COMMANDS = "commands"
    SCRIPTS = "scripts"
    EXTERNAL_LINKS = "external_links"
    PATHS = "paths"
    ENCODING = "encoding"
    DTD = "dtd"
    PASSWORD = "password"  # noqa: S105 -- a reason, not a secret
    INFECTED = "infected"
    SCANNER_DOWN = "scanner_down"
    STORAGE_DOWN = "storage_down"


_STATUS = {
    RefusalCode.TOO_LARGE: 413,
    RefusalCode.TOO_MANY: 413,
    RefusalCode.SCANNER_DOWN: 503,
    RefusalCode.STORAGE_DOWN: 503,
}
_FIXED = frozenset({"code", "file_name", "message", "status"})


class UploadRefused(Refusal):
    """The upload is not taken and nothing of it was kept. What it says cannot be changed on its way to the page."""

    code: RefusalCode
    file_name: str

    def __init__(self, code: RefusalCode, file_name: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.file_name = file_name
        self.status = _STATUS.get(code, 400)

    def __setattr__(self, name: str, value: object) -> None:
        if name in _FIXED and name in self.__dict__:
            raise AttributeError(f"{name} of a refusal is fixed")
        super().__setattr__(name, value)


def refuse(code: RefusalCode, file_name: str, advice: str) -> UploadRefused:
    """A refusal whose sentence begins with the file's name."""
    return UploadRefused(code, file_name, f"文件“{file_name}”{advice}")


def storage_down(file_name: str) -> UploadRefused:
    """Nothing is wrong with the file; there is no room for it, or no right to write."""
    return refuse(
        RefusalCode.STORAGE_DOWN,
        file_name,
        "暂时不能保存：服务器的附件存储写不进去。填写的文字已保留，请稍后再试，或联系信息科",
    )
