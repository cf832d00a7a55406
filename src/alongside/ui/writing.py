"""How compiled templates call and write: as Python does, without Jinja's care for all else.

Jinja asks each function whether it wants the context, and each value at every place what it is. Our
templates never need that, and it was most of the time of a page that was not spent in looking up
texts (see `speaking`). What is written here stands in the module of every template.
"""

from collections.abc import Callable
from functools import lru_cache
from keyword import iskeyword
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes, runtime
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.utils import missing
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]  # private: see `escape`

# What stands before the arguments of a macro in Python: Jinja's own, unless it is in another macro.
_ARGUMENT = "l_1_"
_GLOBAL = "g_"  # and before the names of our functions


def escape(value: object) -> str:
    """The value as HTML, for writing only: as `markupsafe.escape`, sooner for the usual kinds."""
    kind = type(value)
    if kind is str:
        # What `markupsafe.escape` calls once it has asked whether it is a str, and wraps in Markup.
        return _escape_inner(value)  # type: ignore[arg-type]  # a str, which it is
    if kind is Markup:
        return value  # type: ignore[return-value]  # which it is
    return markupsafe.escape(value)


class Macro(runtime.Macro):
    """A macro that is called in the usual ways without Jinja's care for the unusual ones."""

    def __init__(self, environment: jinja2.Environment, func: Any, *args: Any) -> None:
        super().__init__(environment, func, *args)
        taken = [*self.arguments, *(["caller"] if self.caller else [])]
        names = tuple(_ARGUMENT + name for name in taken)
        self._is_plain = not (self.catch_kwargs or self.catch_varargs or self.explicit_caller)
        # What it says, where it is written at once; `_ARGUMENT` stands before names of arguments.
        self.told: Callable[..., str] = self._told
        if self._is_plain and func.__code__.co_varnames[: len(names)] == names:
            func.__defaults__ = (
                *[missing] * len(self.arguments),
                *([environment.undefined(name="caller")] if self.caller else []),
            )
            self.told = func

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

    def _told(self, *args: Any, **kwargs: Any) -> str:
        return self(*args, **{key.removeprefix(_ARGUMENT): kwargs[key] for key in kwargs})


class Caller:
    """The inside of a `call` block, as the macro knows it that is called."""

    __slots__ = ("told",)

    def __init__(self, told: Callable[[], str]) -> None:
        self.told = told

    def __call__(self) -> str:
        return Markup(self.told())  # noqa: S704  # every template here is escaped


def item(environment: jinja2.Environment, value: Any, name: str) -> Any:
    """What stands under a name in a value that has no such attribute; undefined for nothing."""
    try:
        return value[name]
    except (TypeError, LookupError, AttributeError):
        return environment.undefined(obj=value, name=name)


def imported(
    environment: jinja2.Environment, template: str, here: str, names: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    """What one template takes from another: by the name that it gives it, a macro."""
    return _macros_of(environment.get_template(template, here)._get_default_module(), names)


@lru_cache(maxsize=1024)
def _macros_of(module: Any, names: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    try:
        return {alias: getattr(module, name) for name, alias in names}
    except AttributeError as exc:
        raise jinja2.TemplateRuntimeError(f"{module.__name__} has no {exc.name}.") from None


class Writer(CodeGenerator):
    """Calls macros and our plain functions as Python does, without asking what they want.

    What says HTML is written as it is: the answer of a macro, and of what `says_html` names.
    """

    # The visitors are named by Jinja, after the nodes that it gives them.
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        macros = {
            *(macro.name for macro in node.find_all(nodes.Macro)),
            *(
                name if isinstance(name, str) else name[1]
                for each in node.find_all(nodes.FromImport)
                for name in each.names
            ),
        }
        # Set by `Speaking`.
        self._html: frozenset[str] = getattr(self.environment, "says_html", frozenset())
        self._macros = (macros - own_names(node)) | {"caller"}
        self._written: set[int] = set()  # calls whose answer goes into the page as it is
        super().visit_Template(node, frame)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802
        """In one piece: what is taken is the same each time, for nobody gives it a context."""
        if node.with_context or not frame.toplevel:
            super().visit_FromImport(node, frame)
            return
        names = tuple((name, name) if isinstance(name, str) else name for name in node.names)
        self.newline(node)
        self.write("taken = imported(environment, ")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}, {names!r})")
        for _, alias in names:
            self.writeline(f"{frame.symbols.ref(alias)} = taken[{alias!r}]")
        self.writeline("context.vars.update(taken)")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        if isinstance(macro_ref.node, nodes.CallBlock) and not macro_ref.node.args:
            self.write("Caller(macro)")
        else:
            super().macro_def(macro_ref, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if not self._is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        is_told = self._is_macro(node) and (forward_caller or id(node) in self._written)
        before = _ARGUMENT if is_told else ""
        self.visit(node.node, frame)
        self.write(".told(" if is_told else "(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.write(f"{before}{keyword.key}=")
            self.visit(keyword.value, frame)
            self.write(", ")
        self.write(f"{before}caller=caller)" if forward_caller else ")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        self.write("(t_v if (t_v := getattr((t_o := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else item(environment, t_o, {node.attr!r}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._says_html(node):
            self._written.add(id(node))
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if id(node) not in self._written:
            super()._output_child_post(node, frame, finalize)

    def _is_plain(self, node: nodes.Call) -> bool:
        return (
            (isinstance(node.node, nodes.InternalName) or self._is_macro(node))
            and not (node.dyn_args or node.dyn_kwargs)
            and not any(iskeyword(each.key) for each in node.kwargs)
        )

    def _is_macro(self, node: nodes.Call) -> bool:
        return isinstance(node.node, nodes.Name) and node.node.name in self._macros

    def _says_html(self, node: nodes.Expr) -> bool:
        if isinstance(node, nodes.Filter):
            return node.name in self._html
        if not isinstance(node, nodes.Call) or not self._is_plain(node):
            return False
        return self._is_macro(node) or _global_of(node.node) in self._html


def wants_nothing(value: object) -> bool:
    """Whether it can be called without context, and is not a class of Jinja's."""
    return callable(value) and not hasattr(value, "jinja_pass_arg")


def global_name(name: nodes.Name) -> nodes.InternalName:
    """The name of one of our functions, which the module of a template looks up once."""
    made: nodes.InternalName = object.__new__(nodes.InternalName)
    nodes.Node.__init__(made, _GLOBAL + name.name, lineno=name.lineno)
    return made


def needed_by(template: nodes.Template) -> list[str]:
    """Statements for the module of a template: what the code that is written for it calls."""
    called = {_global_of(each) for each in template.find_all(nodes.InternalName)} - {""}
    return [
        f"from {__name__} import Caller, Macro, escape, imported, item",
        *(f"{_GLOBAL}{name} = environment.globals[{name!r}]" for name in sorted(called)),
    ]


def _global_of(node: nodes.Expr) -> str:
    return node.name.removeprefix(_GLOBAL) if isinstance(node, nodes.InternalName) else ""


def own_names(template: nodes.Template) -> frozenset[str]:
    """What the template itself gives a value: these names mean something of its own."""
    return frozenset(
        name.name for name in template.find_all(nodes.Name) if name.ctx in ("store", "param")
    )
