"""Templates that are compiled for one language, with all that never differs already in them.

A page says a hundred texts and leads to twenty fixed addresses. Looked up while it is rendered,
they were half of its time (measured); looked up while the template is compiled, they cost nothing.
Most of the rest was Jinja's care for what our templates never do: functions that want the context,
and values of any kind at every place. Both are settled here when a template is compiled.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from keyword import iskeyword
from typing import Any

import jinja2
import markupsafe
from django.core.signals import setting_changed
from django.urls import NoReverseMatch
from django.utils import translation
from jinja2 import nodes, runtime
from jinja2.compiler import CodeGenerator, Frame
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from alongside.ui import words

_PLACE = re.compile(r"%\((\w+)\)s|%%")
_SHORT = 200  # letters of a text that is kept escaped: names and words, that come again and again


def escape(value: object) -> str:
    """The value as HTML, for writing only: as `markupsafe.escape`, sooner for the usual kinds."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]  # which it is
    if kind is str:
        text: str = value  # type: ignore[assignment]  # which it is
        return _escaped(text) if len(text) < _SHORT else markupsafe.escape(text)
    return markupsafe.escape(value)


@lru_cache(maxsize=8192)
def _escaped(text: str) -> str:
    return markupsafe.escape(text)


class Macro(runtime.Macro):
    """A macro that is called in the usual ways without Jinja's care for the unusual ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_plain = not (self.catch_kwargs or self.catch_varargs or self.explicit_caller)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        missing_here = self._argument_count - len(args)
        if not self._is_plain or missing_here < 0:
            return super().__call__(*args, **kwargs)
        values = [*args]
        if missing_here:
            values += [kwargs.pop(name, missing) for name in self.arguments[len(args) :]]
        if self.caller:
            values.append(kwargs.pop("caller", None) or self._environment.undefined(name="caller"))
        if kwargs:
            return super().__call__(*args, **kwargs)  # which says what is wrong
        return Markup(self._func(*values))  # noqa: S704  # every template here is escaped


class _Page(jinja2.Template):
    """A template whose macros are made once: nobody gives a template globals of its own."""

    def _get_default_module(self, ctx: runtime.Context | None = None) -> Any:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class _Writer(CodeGenerator):
    """Calls macros and our plain functions as Python does, without asking what they want."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        imported = {
            name if isinstance(name, str) else name[1]
            for each in node.find_all(nodes.FromImport)
            for name in each.names
        }
        macros = {macro.name for macro in node.find_all(nodes.Macro)}
        own = _own_names(node)
        plain = {name for name, value in self.environment.globals.items() if _wants_nothing(value)}
        self._called_plainly = imported | macros | {"caller"} | (plain - own)
        super().visit_Template(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        called = node.node
        if (
            not isinstance(called, nodes.Name)
            or called.name not in self._called_plainly
            or node.dyn_args
            or node.dyn_kwargs
            or any(iskeyword(each.key) for each in node.kwargs)
        ):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(called, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


def _wants_nothing(value: object) -> bool:
    """Whether it can be called without context, and is not a class of Jinja's."""
    return callable(value) and not hasattr(value, "jinja_pass_arg")


class Speaking(jinja2.Environment):
    """An environment whose templates are compiled anew for each language that readers speak.

    Asked for a template, it gives that of the active language. `of_language` are functions and
    filters that are made for one language: called with it, they return what templates call.
    """

    code_generator_class = _Writer
    template_class = _Page
    language: str | None = None
    of_language: dict[str, Callable[[str], Callable[..., Any]]]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.of_language = {}
        self._by_language: dict[str, Speaking] = {}
        # Only tests change settings of a running process; as in `words`.
        setting_changed.connect(self._forget)

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> jinja2.Template:
        if self.language is not None:
            return super().get_template(name, *args, **kwargs)
        return self._speaking().get_template(name, *args, **kwargs)

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> jinja2.Template:
        if self.language is not None:
            return super().from_string(source, *args, **kwargs)
        return self._speaking().from_string(source, *args, **kwargs)

    def _speaking(self) -> "Speaking":
        language = translation.get_language() or ""
        if (found := self._by_language.get(language)) is None:
            found = self._by_language[language] = self.overlay()
            found.language = language
            found.globals = dict(self.globals)
            found.filters = dict(self.filters)
            for name, made_for in self.of_language.items():
                # Jinja looks a filter and a function of one name up in different places.
                found.globals[name] = found.filters[name] = made_for(language)
        return found

    def _forget(self, **_: object) -> None:
        self._by_language.clear()

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        assert self.language is not None
        with translation.override(self.language or None):
            said: nodes.Template = _Saying(_own_names(source)).visit(source)
            written = super()._generate(said, *args, **kwargs)
        # In the first line, after Jinja's own: the numbers of lines stay, which errors name.
        first, end, rest = written.partition("\n")
        return f"{first}; from {__name__} import Macro, escape{end}{rest}"


def _own_names(template: nodes.Template) -> frozenset[str]:
    """What the template itself gives a value: these names mean something of its own."""
    return frozenset(
        name.name for name in template.find_all(nodes.Name) if name.ctx in ("store", "param")
    )


class _Saying(NodeTransformer):
    """Puts texts, addresses and names of files in the place of the calls that look them up."""

    def __init__(self, own_names: frozenset[str]) -> None:
        self._own_names = own_names

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802  # named by Jinja
        """Each part of a text with places is written by itself, and escaped by itself."""
        self.generic_visit(node)
        node.nodes = [
            part
            for each in node.nodes
            for part in (each.nodes if isinstance(each, nodes.Concat) else [each])
        ]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # named by Jinja
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name in self._own_names:
            return node
        arguments = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
        if node.dyn_args or node.dyn_kwargs or len(arguments) != len(node.args):
            return node
        match node.node.name, arguments:
            case (("_" | "gettext"), [str(text)]):
                return _text(node, text)
            case "url", [str(name), *args] if not node.kwargs:
                try:
                    return _const(node, words.url(name, *args))
                except NoReverseMatch:
                    return node  # said when it is rendered, if it is
            case "static", [str(name)]:
                return _const(node, words.static(name))
            case "current_language", []:
                return _const(node, translation.get_language())
        return node


def _const(node: nodes.Node, value: object) -> nodes.Node:
    return nodes.Const(value, lineno=node.lineno, environment=node.environment)


def _text(node: nodes.Call, text: str) -> nodes.Node:
    """The text as HTML; its places filled with the values, which are escaped where they stand."""
    said = words.gettext(text)
    values = {each.key: each.value for each in node.kwargs}
    if not values:
        return _const(node, Markup(said) % {})  # noqa: S704  # of the software
    parts = _parts(said, values)
    return nodes.Concat(parts, lineno=node.lineno, environment=node.environment) if parts else node


def _parts(said: str, values: Mapping[str, nodes.Expr]) -> list[nodes.Expr]:
    """What stands between the places, and what fills them; empty where a place is of other form."""
    parts: list[nodes.Expr] = []
    end = 0
    for place in _PLACE.finditer(said):
        name = place[1]
        if "%" in said[end : place.start()] or (name and name not in values):
            return []
        parts.append(nodes.Const(Markup(said[end : place.start()])))  # noqa: S704  # of the software
        parts.append(values[name] if name else nodes.Const(Markup("%")))
        end = place.end()
    if "%" in said[end:]:
        return []
    return [*parts, nodes.Const(Markup(said[end:]))]  # noqa: S704  # of the software
