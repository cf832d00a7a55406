"""Templates that are compiled for one language, with all that never differs already in them.

A page says a hundred texts and leads to twenty fixed addresses. Looked up while it is rendered,
they were half of its time (measured); looked up while the template is compiled, they cost nothing.
Most of the rest was Jinja's care for what our templates never do (see `writing`).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from django.core.signals import setting_changed
from django.urls import NoReverseMatch
from django.utils import translation
from jinja2 import nodes, runtime
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from alongside.ui import words
from alongside.ui.writing import Writer, global_name, needed_by, own_names, wants_nothing

_PLACE = re.compile(r"%\((\w+)\)s|%%")


class _Page(jinja2.Template):
    """A template whose macros are made once: nobody gives a template globals of its own."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """As Jinja's, but what the page was given is let go of when it is done.

        A macro that a page has for itself and the page's values hold one another: only the garbage
        collector would find them, with all that an entry is made of.
        """
        context = self.new_context(dict(*args, **kwargs))
        try:
            said: str = self.environment.concat(self.root_render_func(context))
        except Exception:
            self.environment.handle_exception()
        context.vars.clear()
        return said

    def _get_default_module(self, ctx: runtime.Context | None = None) -> Any:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Speaking(jinja2.Environment):
    """An environment whose templates are compiled anew for each language that readers speak.

    Asked for a template, it gives that of the active language. `of_language` are functions,
    filters and values made for one language: called with it, they return what templates use.
    `says_html` names functions and filters whose answer needs no escaping.
    """

    code_generator_class = Writer
    template_class = _Page
    language: str | None = None
    of_language: dict[str, Callable[[str], Any]]
    says_html: frozenset[str] = frozenset()

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

    def make_globals(self, d: Any) -> Any:
        """As they are: nobody gives a template globals of its own, and a chain is slow to copy."""
        return super().make_globals(d) if d else self.globals

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
            plain = {name for name, value in self.globals.items() if wants_nothing(value)}
            own = own_names(source)
            said: nodes.Template = _Saying(own, plain - own).visit(source)
            written = super()._generate(said, *args, **kwargs)
        # In the first line, after Jinja's own: the numbers of lines stay, which errors name.
        first, end, rest = written.partition("\n")
        return "; ".join([first, *needed_by(said)]) + end + rest


class _Saying(NodeTransformer):
    """Puts texts, addresses and names of files in the place of the calls that look them up.

    Of other calls of our functions, `plain`, the name is looked up once and not in each context.
    """

    def __init__(self, own_names: frozenset[str], plain: set[str]) -> None:
        self._own_names = own_names
        self._plain = plain

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802  # named by Jinja
        """Each part of a text with places is written by itself, and escaped by itself.

        What stands there only if something holds is nothing otherwise, not an undefined value.
        """
        self.generic_visit(node)
        for each in node.nodes:
            if isinstance(each, nodes.CondExpr) and each.expr2 is None:
                each.expr2 = _const(each, "")
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
        said = self._said(node, node.node.name)
        if (
            said is None
            and node.node.name in self._plain
            and not (node.dyn_args or node.dyn_kwargs)
        ):
            node.node = global_name(node.node)
        return said or node

    def _said(self, node: nodes.Call, name: str) -> nodes.Node | None:
        """What stands for the call when nothing in it differs from page to page."""
        arguments = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
        if node.dyn_args or node.dyn_kwargs or len(arguments) != len(node.args):
            return None
        match name, arguments:
            case (("_" | "gettext"), [str(text)]):
                return _text(node, text)
            case "url", [str(where), *args] if not node.kwargs:
                try:
                    return _const(node, words.url(where, *args))
                except NoReverseMatch:
                    return None  # said when it is rendered, if it is
            case "static", [str(file)]:
                return _const(node, words.static(file))
            case "current_language", []:
                return _const(node, translation.get_language())
        return None


def _const(node: nodes.Node, value: object) -> nodes.Const:
    return nodes.Const(value, lineno=node.lineno, environment=node.environment)


def _text(node: nodes.Call, text: str) -> nodes.Node | None:
    """The text as HTML; its places filled with the values, which are escaped where they stand."""
    said = words.gettext(text)
    values = {each.key: each.value for each in node.kwargs}
    if not values:
        return _const(node, Markup(said) % {})  # noqa: S704  # of the software
    parts = _parts(said, values)
    return nodes.Concat(parts, lineno=node.lineno, environment=node.environment) if parts else None


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
