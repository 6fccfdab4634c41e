from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from infrastructure.widgets import ManyFilesField, PickerSelect, PickerSelectMultiple, pinyin_words


def render(source: str, **context: Any) -> str:
    return engines["django"].from_string("{% load hq %}" + source).render(context)


class Sample(forms.Form):
    title = forms.CharField(label="存在问题", help_text="一条写一个问题。")
    note = forms.CharField(label="备注", required=False, widget=forms.TextInput(attrs={"class": "hq-short"}))
    kind = forms.ChoiceField(label="来源", choices=[("a", "自查"), ("b", "督查")], widget=forms.RadioSelect)
    due_on = forms.DateField(label="时限")
    lead = forms.ChoiceField(label="牵头", choices=[("", "请选择"), ("1", "骨科")], widget=PickerSelect)


def test_a_field_says_help_and_error_to_screen_readers() -> None:
    html = render("{% field form.title %}", form=Sample({"title": ""}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_the_optional_is_named() -> None:
    form = Sample()
    assert "（选填）" not in render("{% field form.title %}", form=form)
    html = render("{% field form.note %}", form=form)
    assert "（选填）" in html
    assert 'class="form-control hq-short"' in html


def test_choices_are_tiles_in_a_group_with_a_legend() -> None:
    html = render("{% field form.kind %}", form=Sample({"kind": "b"}))
    assert "<legend>来源" in html
    assert html.count('type="radio"') == 2
    assert html.count("checked") == 1


def test_dates_and_pickers_are_marked_for_the_script() -> None:
    form = Sample()
    assert "data-date" in render("{% field form.due_on %}", form=form)
    html = render("{% field form.lead %}", form=form)
    assert "data-picker" in html
    assert 'data-pinyin="gk guke"' in html
    assert html.count("data-pinyin") == 1


def test_the_summary_comes_with_more_than_three_errors() -> None:
    assert "有 4 处" in render("{% form_errors form %}", form=Sample({}))
    assert render("{% form_errors form %}", form=Sample({"title": "a"})).strip() == ""


def test_what_is_typed_never_becomes_markup() -> None:
    evil = "<script>alert(1)</script>"
    assert "<script>" not in render("{% tag text %}{% card title=text note=text %}{% endcard %}", text=evil)
    assert "<script>" not in render("{% field form.title %}", form=Sample({"title": evil}))
    data = {"kind": "bar", "x": [evil], "series": [{"name": evil, "data": [1]}]}
    assert "<script>alert" not in render('{% chart "one" data text %}', data=data, text=evil)


def test_tags_without_a_date_in_the_context_read_the_clock() -> None:
    assert "逾期" in render("{% due_tag day %}", day=date(2001, 1, 1))
    assert "今天到期" in render("{% due_tag day %}", day=date(2001, 1, 1), as_of=date(2001, 1, 1))


def test_moments_are_local() -> None:
    at = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    html = render("{% moment at %}", at=at, now=datetime(2026, 11, 21, 1, tzinfo=UTC))
    assert "今天 00:30" in html
    assert 'datetime="2026-11-21T00:30:00+08:00"' in html
    assert render("{% moment at %}", at=None) == ""


def test_links_keep_the_filters() -> None:
    request = RequestFactory().get("/?state=draft&page=3&sort=due")
    assert render("{% query_replace page=4 %}", request=request) == "?state=draft&amp;sort=due&amp;page=4"
    html = render('{% sort_header "due" "时限" %}', request=request)
    assert 'aria-sort="ascending"' in html
    assert "sort=-due" in html


def test_pages_name_a_total_that_is_not_counted() -> None:
    page = Paginator(range(41), 20).page(2)
    html = render('{% pages page "1 万以上" %}', page=page, request=RequestFactory().get("/?q=a"))
    assert "共 1 万以上 条，第 21–40 条" in html
    assert 'href="?q=a&amp;page=3" rel="next"' in html
    assert "上一页" in html


def test_a_chart_has_its_numbers_as_a_table() -> None:
    data = {
        "kind": "line",
        "unit": "例",
        "x": ["1月", "2月"],
        "series": [{"name": "上报", "data": [3, None]}],
    }
    html = render('{% chart "rate" data "每月上报" %}', data=data)
    assert "上报（例）" in html
    assert "无数据" in html


@pytest.mark.parametrize(("text", "words"), [("骨科", "gk guke"), ("B超室", "bcs bchaoshi")])
def test_pinyin(text: str, words: str) -> None:
    assert pinyin_words(text) == words


def test_several_can_be_picked() -> None:
    field = forms.MultipleChoiceField(choices=[("1", "骨科")], widget=PickerSelectMultiple)
    assert "multiple" in field.widget.render("helpers", ["1"])
    assert field.clean(["1"]) == ["1"]


class Upload(forms.Form):
    files = ManyFilesField(label="佐证")


def test_several_files_in_one_field() -> None:
    files = [SimpleUploadedFile("一.txt", b"1"), SimpleUploadedFile("二.txt", b"2")]
    form = Upload({}, MultiValueDict({"files": files}))
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["files"]] == ["一.txt", "二.txt"]


@pytest.mark.parametrize("files", [[], [SimpleUploadedFile("空.txt", b"")]])
def test_no_file_and_an_empty_file_are_refused(files: list[SimpleUploadedFile]) -> None:
    form = Upload({}, MultiValueDict({"files": files}))
    assert not form.is_valid()
    assert form.errors["files"]
