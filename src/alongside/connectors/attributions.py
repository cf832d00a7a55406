"""Lines that name the member who is quoted: names are never kept (law 4)."""

import re

# As vBulletin and its kin write them ("Originally Posted by robin"), and SMF and its kin ("Quote
# from: robin on …"), in the languages they come in. Mostly an element tells the quotation; themes
# and members who copy one as plain text leave nothing but the line. It is short, and a sentence
# that begins alike ("Cita de control el lunes") has no colon there.
_ATTRIBUTED = re.compile(
    r"^(?:> ?)*(?:"
    r"(?:originally |original )?posted by\b|originally posted\b|originally written by\b"
    r"|(?:original|ursprünglich|zitat) (?:geschrieben |verfasst )?von\b|zitat von\b"
    r"|envoyé par\b|publi[ée]+ (?:initialement )?par\b"
    r"|(?:publicado |escrito )(?:originalmente )?por\b|originalmente (?:publicado|escrito) por\b"
    r"|iniciado por\b|postado originalmente por\b"
    r"|originariamente (?:inviat[oa]|scritto) da\b|(?:oorspronkelijk )?geplaatst door\b"
    r"|ursprungligen (?:postat|skrivet) av\b|zamieszczone przez\b"
    r"|(?:quote from|zitat von|citation de|cita de|citazione da|citaat van|citat från|cytat(?: z)?)"
    r"\s?:"
    r"|quoting(?=[^\n]*:$)"
    r")[^\n]{1,90}$\n*",
    re.IGNORECASE | re.MULTILINE,
)
# Where one of those lines may begin, which is told by far fewer looks.
_MAY_BE_ATTRIBUTED = re.compile(
    r"\n[> ]*(?:origi|poste|posta|quot|zita|cita|envoy|publi|escri|inicia|cyta|urspr|oorspr|geplaa"
    r"|zamie)",
    re.IGNORECASE,
)

# "robin wrote: > Ask them again. I did": where software folds the lines of a post into one. The
# quotation cannot be told from what follows it, and stays without the name.
_IN_ONE_LINE = re.compile(
    r"(?:^|(?<=[.!?] ))(?:(?![.!?] )[^\n:]){1,60}? (?:wrote|writes|said|says|schrieb|schreibt"
    r"|a écrit|escribió|dijo|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał|napsal"
    r"|ysgrifennodd)"
    r"(?: [^\n:]{1,60})?: ?(?=>)",
    re.IGNORECASE | re.MULTILINE,
)


def without_attributions(text: str) -> str:
    """A post's words without the lines that name the member who is quoted."""
    if ": >" in text:
        text = _IN_ONE_LINE.sub("", text)
    if _MAY_BE_ATTRIBUTED.search(f"\n{text}") is None:
        return text
    return _ATTRIBUTED.sub("", text).strip()
