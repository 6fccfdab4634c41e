from collections import Counter
from pathlib import Path

import pytest

from organizations.rules.region_data import (
    REGIONS_FILE,
    RegionDataError,
    RegionRow,
    load_regions,
    parse_regions,
)

HEADER = "code\tname\tlevel\tparent\tinitials\tpinyin"
NATION = "100000\t中华人民共和国\tnation\t\tzhrmghg\tzhonghuarenmingongheguo"
JIANGXI = "360000\t江西省\tprovince\t100000\tjxs\tjiangxisheng"
NANCHANG = "360100\t南昌市\tcity\t360000\tncs\tnanchangshi"

JIANGXI_COUNTIES_BY_CITY = {
    "南昌市": 9,
    "景德镇市": 4,
    "萍乡市": 5,
    "九江市": 13,
    "新余市": 2,
    "鹰潭市": 3,
    "赣州市": 18,
    "吉安市": 13,
    "宜春市": 10,
    "抚州市": 11,
    "上饶市": 12,
}


@pytest.fixture(scope="module")
def regions() -> tuple[RegionRow, ...]:
    return load_regions()


@pytest.fixture(scope="module")
def by_code(regions: tuple[RegionRow, ...]) -> dict[str, RegionRow]:
    return {row.code: row for row in regions}


def children(regions: tuple[RegionRow, ...], code: str) -> list[RegionRow]:
    return [row for row in regions if row.parent == code]


def test_every_row_hangs_on_the_nation(regions: tuple[RegionRow, ...], by_code: dict[str, RegionRow]) -> None:
    for row in regions:
        steps = [row]
        while steps[-1].parent:
            assert len(steps) < 4, f"{row.name} stands too deep"
            steps.append(by_code[steps[-1].parent])
        assert steps[-1].name == "中华人民共和国"


def test_counts_by_level(regions: tuple[RegionRow, ...]) -> None:
    assert len({row.code for row in regions}) == len(regions)
    assert Counter(row.level for row in regions) == {"nation": 1, "province": 35, "city": 333, "county": 2871}


def test_names_are_unique_among_neighbours(regions: tuple[RegionRow, ...]) -> None:
    names = Counter((row.parent, row.name) for row in regions)
    assert [name for name, count in names.items() if count > 1] == []


def test_jiangxi_is_complete(regions: tuple[RegionRow, ...]) -> None:
    cities = children(regions, "360000")
    assert {city.name: len(children(regions, city.code)) for city in cities} == JIANGXI_COUNTIES_BY_CITY
    assert sum(JIANGXI_COUNTIES_BY_CITY.values()) == 100


@pytest.mark.parametrize(
    ("code", "name", "parent"),
    [
        ("660000", "新疆生产建设兵团", "100000"),
        ("710000", "台湾省", "100000"),
        ("810000", "香港特别行政区", "100000"),
        ("820000", "澳门特别行政区", "100000"),
        ("419001", "济源市", "410000"),
        ("429021", "神农架林区", "420000"),
        ("469001", "五指山市", "460000"),
        ("659001", "石河子市", "650000"),
        ("500229", "城口县", "500000"),
        ("110101", "东城区", "110000"),
        ("441900", "东莞市", "440000"),
        ("360112", "新建区", "360100"),
    ],
)
def test_irregular_places(by_code: dict[str, RegionRow], code: str, name: str, parent: str) -> None:
    assert (by_code[code].name, by_code[code].parent) == (name, parent)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("重庆市", "chongqingshi"),
        ("厦门市", "xiamenshi"),
        ("六安市", "luanshi"),
        ("六盘水市", "liupanshuishi"),
        ("铅山县", "yanshanxian"),
        ("婺源县", "wuyuanxian"),
        ("乐安县", "leanxian"),
        ("乐清市", "yueqingshi"),
        ("于都县", "yuduxian"),
        ("余干县", "yuganxian"),
        ("长治市", "changzhishi"),
        ("长子县", "zhangzixian"),
        ("漯河市", "luoheshi"),
        ("喀什市", "kashishi"),
        ("库尔勒市", "kuerleshi"),
        ("洪洞县", "hongtongxian"),
        ("单县", "shanxian"),
        ("闵行区", "minhangqu"),
        ("涡阳县", "guoyangxian"),
        ("番禺区", "panyuqu"),
    ],
)
def test_place_names_are_read_as_people_say_them(
    regions: tuple[RegionRow, ...], name: str, pinyin: str
) -> None:
    assert {row.pinyin for row in regions if row.name == name} == {pinyin}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("360100\t南昌市\tcity\t360000\tncs", "5 columns instead of 6"),
        ("36010\t南昌市\tcity\t360000\tncs\tnanchangshi", "not six digits"),
        ("360100\t\tcity\t360000\tncs\tnanchangshi", "empty or holds a blank"),
        ("360100\t南昌市\ttown\t360000\tncs\tnanchangshi", "unknown level 'town'; allowed: nation, province"),
        (
            "360100\t南昌市\tcity\t370000\tncs\tnanchangshi",
            "parent '370000' of 南昌市 does not stand above it",
        ),
        (
            "360100\t南昌市\tcity\t360100\tncs\tnanchangshi",
            "parent '360100' of 南昌市 does not stand above it",
        ),
        ("360100\t南昌市\tcity\t100000\tncs\tnanchangshi", "a city cannot stand under 'nation'"),
        ("360100\t南昌市\tcity\t\tncs\tnanchangshi", "a city cannot stand under 'nothing'"),
        ("360100\t南昌市\tcity\t360000\tnc\tnanchangshi", "one letter for each character"),
        ("360100\t南昌市\tcity\t360000\tnzs\tnanchangshi", "do not fit pinyin"),
        ("360100\t南昌市\tcity\t360000\tncs\tNanchang", "not lower-case letters"),
        ("360000\t江西省\tprovince\t100000\tjxs\tjiangxisheng", "not greater than the one before it"),
    ],
)
def test_a_bad_line_is_named(line: str, problem: str) -> None:
    with pytest.raises(RegionDataError) as caught:
        parse_regions([HEADER, NATION, JIANGXI, line, ""], source="regions.tsv")
    assert str(caught.value).startswith("regions.tsv: line 4: ")
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "line 1: the columns must be code, name"),
        (["code\tname"], "line 1: the columns must be code, name"),
        ([HEADER, ""], "line 2: the table has no rows"),
        ([HEADER, NATION, "", JIANGXI], "line 3: an empty line in the middle"),
    ],
)
def test_a_broken_table_is_refused(lines: list[str], problem: str) -> None:
    with pytest.raises(RegionDataError, match=problem):
        parse_regions(lines, source="regions.tsv")


def test_the_shipped_table_ends_in_one_line_feed() -> None:
    text = Path(REGIONS_FILE).read_bytes()
    assert text.endswith(b"\n")
    assert not text.endswith(b"\n\n")
    assert b"\r" not in text


def test_a_good_table_gives_typed_rows() -> None:
    rows = parse_regions([HEADER, NATION, JIANGXI, NANCHANG, ""], source="regions.tsv")
    assert rows[-1] == RegionRow("360100", "南昌市", "city", "360000", "ncs", "nanchangshi")
