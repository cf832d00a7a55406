from datetime import date

import pytest
from django import forms

from alongside.ui.dates import DayMonthYearField


class PlanForm(forms.Form):
    starts_on = DayMonthYearField()


def typed(day: str, month: str, year: str) -> PlanForm:
    return PlanForm({"starts_on_day": day, "starts_on_month": month, "starts_on_year": year})


def test_three_boxes_become_a_date():
    form = typed(" 27 ", "03", "2027")

    assert form.is_valid()
    assert form.cleaned_data["starts_on"] == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("", "", ""), "required"),
        (("27", "", "2027"), "part_missing"),
        (("27", "March", "2027"), "not_whole_numbers"),
        (("-1", "3", "2027"), "not_whole_numbers"),
        (("27", "3", "27"), "short_year"),
        (("31", "2", "2027"), "not_real"),
        (("1", "1", "0000"), "not_real"),
        (("31", "12", "1989"), "out_of_range"),
        (("1", "1", "2101"), "out_of_range"),
        (("31", "12", "9999"), "out_of_range"),
    ],
)
def test_what_is_no_date_says_why(parts, code):
    form = typed(*parts)

    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["starts_on"]] == [code]


@pytest.mark.parametrize("parts", [("1", "1", "1990"), ("31", "12", "2100")])
def test_the_first_and_the_last_day_are_taken(parts):
    assert typed(*parts).is_valid()


def test_boxes_show_a_date_that_is_there_already():
    form = PlanForm(initial={"starts_on": date(2027, 3, 5)})

    html = str(form["starts_on"])

    for part in ('name="starts_on_day" value="5"', 'name="starts_on_year" value="2027"'):
        assert part in html


def test_an_unchanged_date_is_not_a_change():
    form = PlanForm(
        {"starts_on_day": "5", "starts_on_month": "3", "starts_on_year": "2027"},
        initial={"starts_on": date(2027, 3, 5)},
    )

    assert form.changed_data == []
