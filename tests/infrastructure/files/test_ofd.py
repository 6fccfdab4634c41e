"""OFD files of authorities and tax offices: taken as they come, unless something in them acts or hides (DESIGN §8)."""

import io

import pytest

from infrastructure.files.inspection import inspect_upload
from infrastructure.files.kinds import OFD
from infrastructure.files.limits import MIB, UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused
from tests.infrastructure.files import samples

LIMITS = UploadLimits()
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MAIN = (
    f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {SPACE} Version="1.1" DocType="OFD"><ofd:DocBody>'
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)


def ofd(more: dict[str, str | bytes] | None = None, *, document: str = "", main: str = MAIN) -> bytes:
    return samples.zipped(
        {
            "OFD.xml": main,
            "Doc_0/Document.xml": f"<ofd:Document {SPACE}>{document}</ofd:Document>",
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {SPACE}/>",
            "Doc_0/Res/image_1.png": samples.picture("PNG"),
        }
        | (more or {})
    )


def action(event: str, act: str) -> str:
    return f'<ofd:Actions><ofd:Action Event="{event}">{act}</ofd:Action></ofd:Actions>'


def refusal_of(content: bytes, limits: UploadLimits = LIMITS) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        inspect_upload(io.BytesIO(content), raw_name="公文.ofd", limits=limits)
    assert caught.value.message.startswith("文件“公文.ofd”")
    assert "请" in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        ofd(),
        ofd(
            {
                "Doc_0/Attachs/original_invoice.xml": "<EInvoice/>",
                "Doc_0/Signs/Sign_0/SignedValue.dat": b"0\x82\1\2",
            }
        ),
        ofd(document=action("CLICK", '<ofd:URI URI="https://example.org/依据"/>')),
        ofd(document=action("DO", '<ofd:Goto><ofd:Dest Type="XYZ" PageID="1"/></ofd:Goto>')),
        ofd(document=action("CLICK", '<ofd:GotoA AttachID="1"/>')),
    ],
)
def test_ordinary_file_is_taken(content: bytes) -> None:
    inspected = inspect_upload(io.BytesIO(content), raw_name="公文.OFD", limits=UploadLimits())
    assert inspected.kind is OFD
    assert not inspected.kind.previewable


DTD = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ofd(document=action("DO", '<ofd:URI URI="https://example.org/"/>')), RefusalCode.COMMANDS),
        (ofd(document=action("PO", '<ofd:GotoA AttachID="1"/>')), RefusalCode.COMMANDS),
        (ofd(document=action("DO", '<ofd:Movie ResourceID="1"/>')), RefusalCode.COMMANDS),
        (ofd(document=action("CLICK", '<ofd:URI URI="file:///c:/a.exe"/>')), RefusalCode.COMMANDS),
        (ofd(document=action("CLICK", '<ofd:URI URI=" JavaScript:x"/>')), RefusalCode.COMMANDS),
        (
            ofd(
                {"Doc_0/wide": f"<Page>{action('DO', '<URI/>')}</Page>".replace("ofd:", "").encode("utf-16")}
            ),
            RefusalCode.COMMANDS,
        ),
        (ofd(document="<ofd:JavaScript>x</ofd:JavaScript>"), RefusalCode.COMMANDS),
        (
            ofd({"Doc_0/Pages/Page_0/hidden": f"<a>{action('DO', '<URI/>')}</a>".replace("ofd:", "")}),
            RefusalCode.COMMANDS,
        ),
        (ofd({"Doc_0/Attachs/a.dat": samples.zipped({"a": "b"})}), RefusalCode.NESTED),
        (ofd({"Doc_0/Attachs/a.xml": samples.compound_file("WordDocument")}), RefusalCode.NESTED),
        (ofd({"Doc_0/Attachs/a.dat": b"MZ\0\0"}), RefusalCode.NESTED),
        (ofd({"Doc_0/Attachs/a.pdf": samples.pdf()}), RefusalCode.NESTED),
        (ofd({"Doc_0/Attachs/整改.BAT": "del"}), RefusalCode.NESTED),
        (ofd({"Doc_0/Attachs/内.ofd": ofd()}), RefusalCode.NESTED),
        (ofd({"Doc_0/Attachs/a.xml": "<html><body/></html>"}), RefusalCode.NESTED),
        (ofd({"Doc_0/Res/a.dat": '<svg xmlns="http://www.w3.org/2000/svg"/>'}), RefusalCode.NESTED),
        (ofd({"Doc_0/a.xml": "<a><script>x</script></a>"}), RefusalCode.COMMANDS),
        (ofd({"../a.xml": "<a/>"}), RefusalCode.PATHS),
        (ofd({"Doc_0/Pages/Page_0/Content.xml": DTD}), RefusalCode.DTD),
        (ofd({"Doc_0/a.dat": b"x" + DTD.encode()}), RefusalCode.DTD),
        (ofd({"Doc_0/a.xml": '<?xml version="1.0" encoding="GBK"?><a/>'}), RefusalCode.ENCODING),
        (ofd({"Doc_0/a.xml": "<a>"}), RefusalCode.DAMAGED),
        (ofd(main="<a/>"), RefusalCode.DAMAGED),
        (ofd(main=MAIN.replace("Doc_0/Doc", "http://example.org/Doc")), RefusalCode.EXTERNAL_LINKS),
        (ofd(document=r"<ofd:PublicRes>\\host\share\a.xml</ofd:PublicRes>"), RefusalCode.EXTERNAL_LINKS),
        (ofd(document='<ofd:Res BaseLoc="file://host/a"/>'), RefusalCode.EXTERNAL_LINKS),
        (ofd(main=MAIN.replace("<ofd:DocBody>", "<ofd:Encryptions/><ofd:DocBody>")), RefusalCode.PASSWORD),
        (ofd({"Doc_0/a.xml": "<a>" + " " * 2 * MIB + "</a>"}), RefusalCode.INFLATES),
        (ofd()[:-30], RefusalCode.DAMAGED),
    ],
)
def test_what_acts_hides_or_is_not_whole_is_refused(content: bytes, code: RefusalCode) -> None:
    assert refusal_of(content).code is code


def test_too_many_parts_and_too_deep_elements_have_an_end() -> None:
    assert refusal_of(ofd(), UploadLimits(archive_entries=3)).code is RefusalCode.INFLATES
    deep = ofd({"Doc_0/a.xml": "<a>" * 50_000 + "</a>" * 50_000})
    assert inspect_upload(io.BytesIO(deep), raw_name="a.ofd", limits=UploadLimits()).kind is OFD
