"""In which markup people post by hand, by the kind of software; the editor there takes it.

Where the editor shows what it makes of a text (Invision, Vanilla), or the software is not known,
the text goes as it was typed: Markdown reads well as plain text.
"""

from collections.abc import Mapping
from types import MappingProxyType

from alongside.connectors import bbcode
from alongside.connectors.discourse.post import STYLE as DISCOURSE
from alongside.connectors.flarum.post import STYLE as FLARUM
from alongside.connectors.lemmy.post import STYLE as LEMMY
from alongside.connectors.markup import Markup, Style, prepare
from alongside.connectors.misago.client import STYLE as MISAGO
from alongside.connectors.nodebb.post import STYLE as NODEBB
from alongside.connectors.port import Prepared

_STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "discourse": DISCOURSE,
        "flarum": FLARUM,
        "nodebb": NODEBB,
        "misago": MISAGO,
        "askbot": Style(Markup.STRICT_MARKDOWN),
        "flaskbb": Style(Markup.STRICT_MARKDOWN),
        "lemmy": LEMMY,
        "machina": Style(Markup.STRICT_MARKDOWN),
        "reddit": Style(Markup.STRICT_MARKDOWN),
        "spirit": Style(Markup.STRICT_MARKDOWN),
        "stackexchange": Style(Markup.STRICT_MARKDOWN),
        "xenforo": Style(Markup.BBCODE),
        "phpbb": Style(Markup.BBCODE, bbcode.COMMON),
        "mybb": Style(Markup.BBCODE, bbcode.MYBB),
        "smf": Style(Markup.BBCODE, bbcode.SMF),
        "vbulletin": Style(Markup.BBCODE, bbcode.VBULLETIN),
    }
)
_AS_TYPED = Style(Markup.AS_TYPED)


def prepare_by_hand(text: str, *, kind: str) -> Prepared:
    """A reply as a person puts it into the editor of this kind of software."""
    return prepare(text, _STYLES.get(kind, _AS_TYPED))
