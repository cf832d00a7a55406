"""Every kind of Django field, drawn by `ui/form.html` and read back as a browser would."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from alongside.ui.dates import DayMonthYearField
from alongside.ui.fields import component_for, error_list

FIELD = "{% from 'ui/form.html' import field %}{{ field(form.f, **wishes) }}"
SUMMARY = (
    "{% from 'ui/form.html' import error_summary, fields %}"
    "{{ error_summary(form) }}{{ fields(form) }}"
)

COLOURS = [("r", "Red"), ("g", "Green & blue")]


def form_with(field: forms.Field, data: dict[str, object] | None = None, **options: object):
    return type("F", (forms.Form,), {"f": field})(data, **options)


def draw(render, field: forms.Field, data: dict[str, object] | None = None, **wishes: object):
    return render(FIELD, form=form_with(field, data), wishes=wishes)


@pytest.mark.parametrize(
    ("field", "component"),
    [
        (forms.CharField(), "input"),
        (forms.EmailField(), "input"),
        (forms.IntegerField(), "input"),
        (forms.DateField(), "input"),
        (forms.CharField(widget=forms.Textarea), "textarea"),
        (forms.CharField(widget=forms.Textarea, max_length=9), "character-count"),
        (forms.CharField(widget=forms.PasswordInput), "password-input"),
        (forms.CharField(widget=forms.HiddenInput), "hidden"),
        (forms.ChoiceField(choices=COLOURS), "select"),
        (forms.NullBooleanField(), "select"),
        (forms.ChoiceField(choices=COLOURS, widget=forms.RadioSelect), "radios"),
        (forms.MultipleChoiceField(choices=COLOURS), "checkboxes"),
        (
            forms.MultipleChoiceField(choices=COLOURS, widget=forms.CheckboxSelectMultiple),
            "checkboxes",
        ),
        (forms.BooleanField(), "checkboxes"),
        (forms.FileField(), "file-upload"),
        (DayMonthYearField(), "date-input"),
    ],
)
def test_each_field_has_its_component(render, field, component):
    form = form_with(field)

    assert component_for(form["f"]).name == component
    assert render(FIELD, form=form, wishes={}).css("[name]")


def test_a_widget_without_a_component_says_so():
    form = form_with(forms.DateField(widget=forms.SelectDateWidget))

    with pytest.raises(TypeError, match="SelectDateWidget, which no component stands for"):
        component_for(form["f"])


def test_a_misspelt_wish_is_an_error():
    with pytest.raises(TypeError, match="lable"):
        component_for(form_with(forms.CharField())["f"], lable="Name")


def test_label_hint_and_error_belong_to_the_input(render):
    page = draw(render, forms.CharField(label="Name", help_text="As on the letter"), {"f": ""})

    described = page.css_first("input").attributes["aria-describedby"].split()
    assert page.css_first("label").attributes["for"] == "id_f"
    assert page.css_first("label").text(strip=True) == "Name"
    assert [" ".join(page.css_first(f"#{name}").text().split()) for name in described] == [
        "As on the letter",
        "Error: Fill in “Name”: it cannot be left empty.",
    ]


def test_what_need_not_be_filled_in_says_so(render):
    page = draw(render, forms.CharField(label="Name", required=False))

    assert page.css_first("label").text(strip=True) == "Name (optional)"


def test_the_servers_messages_are_used_and_not_the_browsers(render):
    page = draw(render, forms.CharField(max_length=10))

    for attribute in ("required", "maxlength"):
        assert attribute not in page.css_first("input").attributes


def test_labels_are_escaped_unless_the_form_marked_them_as_safe(render):
    plain = draw(render, forms.CharField(label="<b>Name</b>"))
    marked = draw(render, forms.CharField(label=format_html("<b>{}</b>", "Name")))

    assert plain.css_first("label b") is None
    assert marked.css_first("label b").text() == "Name"


@pytest.mark.parametrize(
    "typed", ["a\nb", "\n\nbegins with blank lines", "  indented\n\tmore", "<b>&amp;"]
)
@pytest.mark.parametrize("limit", [None, 500])
def test_nothing_of_a_typed_text_is_lost(render, typed, limit):
    field = forms.CharField(widget=forms.Textarea, max_length=limit, strip=False)

    page = draw(render, field, {"f": typed})

    assert page.css_first("textarea").text() == typed


def test_a_text_with_a_limit_counts_its_characters(render):
    page = draw(render, forms.CharField(widget=forms.Textarea, max_length=1200))

    assert page.css_first(".govuk-character-count").attributes["data-maxlength"] == "1200"
    assert "up to 1200 characters" in page.css_first("#id_f-info").text()


def test_numbers_are_text_with_a_number_pad(render):
    page = draw(render, forms.IntegerField(min_value=1), {"f": "soon"}, suffix="hours")

    box = page.css_first("input").attributes
    assert (box["type"], box["inputmode"], box["value"]) == ("text", "numeric", "soon")
    assert page.css_first(".govuk-input__suffix").text() == "hours"


def test_a_password_is_never_sent_back(render):
    page = draw(render, forms.CharField(widget=forms.PasswordInput), {"f": "secret words"})

    assert not page.css_first("input").attributes.get("value")


def test_chosen_options_stay_chosen(render):
    chosen = draw(render, forms.ChoiceField(choices=COLOURS), {"f": "g"})
    ticked = draw(render, forms.MultipleChoiceField(choices=COLOURS), {"f": ["g"]})
    radios = draw(render, forms.ChoiceField(choices=COLOURS, widget=forms.RadioSelect), {"f": "g"})

    assert [n.text() for n in chosen.css("option[selected]")] == ["Green & blue"]
    assert [n.attributes["value"] for n in ticked.css("input[checked]")] == ["g"]
    assert [n.attributes["value"] for n in radios.css("input[checked]")] == ["g"]


def test_choices_can_have_hints_and_open_more(render):
    field = forms.ChoiceField(choices=COLOURS, widget=forms.RadioSelect, label="Colour")

    page = draw(render, field, hints={"r": "Warm"}, conditionals={"g": "<p id=more>More</p>"})

    assert page.css_first("legend").text(strip=True) == "Colour"
    assert page.css_first(".govuk-radios__hint").text(strip=True) == "Warm"
    assert page.css_first(".govuk-radios__conditional #more") is not None


def test_groups_of_options_are_said_before_each(render):
    field = forms.ChoiceField(choices=[("Health", [("a", "Asthma")])])

    assert draw(render, field).css_first("option").text() == "Health: Asthma"


def test_one_tick_box_has_its_hint_and_no_group(render):
    page = draw(render, forms.BooleanField(label="Agreed", help_text="In writing"), {"f": "on"})

    box = page.css_first("input")
    assert page.css_first("fieldset") is None
    assert "checked" in box.attributes
    assert page.css_first(f"#{box.attributes['aria-describedby']}").text(strip=True) == "In writing"


def test_a_date_keeps_what_was_typed(render):
    page = draw(render, DayMonthYearField(), {"f_day": "31", "f_month": "2", "f_year": "2027"})

    assert [box.attributes["value"] for box in page.css("input")] == ["31", "2", "2027"]
    assert page.css_first("fieldset").attributes["aria-describedby"] == "id_f-error"


def test_a_disabled_field_is_disabled(render):
    assert "disabled" in draw(render, forms.CharField(disabled=True)).css_first("input").attributes


def test_the_label_can_be_the_heading_of_the_page(render):
    page = draw(render, forms.CharField(label="Your answer"), heading=True, size="l")

    assert page.css_first("h1 label.govuk-label--l").text(strip=True) == "Your answer"


class EveryField(forms.Form):
    title = forms.CharField()
    colour = forms.ChoiceField(choices=[("", "Choose"), *COLOURS])
    kind = forms.ChoiceField(choices=COLOURS, widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(choices=COLOURS, widget=forms.CheckboxSelectMultiple)
    starts_on = DayMonthYearField()
    agreed = forms.BooleanField(label="I agree")
    evidence = forms.FileField()
    text = forms.CharField(widget=forms.Textarea, max_length=10)
    secret = forms.CharField(widget=forms.PasswordInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        super().clean()
        raise ValidationError("The forum was closed yesterday.")


@pytest.mark.parametrize(
    "options", [{}, {"prefix": "plan"}, {"auto_id": "a_%s"}, {"auto_id": False}]
)
def test_each_error_of_the_summary_leads_to_its_field(render, options):
    page = render(SUMMARY, form=EveryField({}, **options))

    links = page.css(".govuk-error-summary__list a")
    assert len(links) == 9
    for link in links:
        target = page.css(f"[id='{link.attributes['href'].removeprefix('#')}']")
        assert [node.tag for node in target] in (["input"], ["select"], ["textarea"])


def test_errors_name_their_field_and_say_what_to_do():
    said = [error["text"] for error in error_list(EveryField({"text": "far too long a text"}))]

    assert said == [
        "The forum was closed yesterday.",
        "Fill in “Title”: it cannot be left empty.",
        "Choose an answer to “Colour”.",
        "Choose an answer to “Kind”.",
        "Choose an answer to “Kinds”.",
        "Fill in “Starts on”: it cannot be left empty.",
        "Tick “I agree” to go on.",
        "Choose a file for “Evidence”.",
        "Text: Shorten this to 10 characters or fewer: it has 19.",
        "Fill in “Secret”: it cannot be left empty.",
        "Version: Open the page again: a part of it went missing on the way.",
    ]


def test_a_message_of_the_forms_own_is_left_as_it_is():
    form = form_with(forms.CharField(error_messages={"required": "Say who asked."}), {})

    assert error_list(form) == [{"text": "F: Say who asked.", "href": "#id_f"}]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("What should change?", "What should change? Say who asked."),
        ("Your words…", "Your words… Say who asked."),
        ("Title", "Title: Say who asked."),
    ],
)
def test_a_question_is_followed_by_its_message_without_a_colon(label, said):
    field = forms.CharField(label=label, error_messages={"required": "Say who asked."})

    assert [error["text"] for error in error_list(form_with(field, {}))] == [said]


def test_there_is_no_summary_without_errors(render):
    assert render(SUMMARY, form=EveryField()).css_first(".govuk-error-summary") is None


def test_ids_in_a_form_are_unique(render):
    page = render(SUMMARY, form=EveryField({}))

    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
