"""Lines that name the member who is quoted: names are never kept (law 4)."""

import re

# As vBulletin and its kin write them ("Originally Posted by robin"), and SMF and its kin ("Quote
# from: robin on …"), in the languages they come in. Mostly an element tells the quotation; themes
# and members who copy one as plain text leave nothing but the line. It is short, and a sentence
# that begins alike ("Cita de control el lunes") has no colon there.
_ATTRIBUTED = re.compile(
    r"^(?:> ?)*(?:(?:quote|zitat|cita|citation|citat|citaat)\s?:\s{0,3})?(?:"
    r"(?:originally |original )?posted by\b|originally posted\b|originally written by\b"
    r"|(?:original|ursprünglich|zitat) (?:geschrieben |verfasst )?von\b|zitat von\b"
    r"|envoyé par\b|publi[ée]+ (?:initialement )?par\b"
    r"|(?:publicado |escrito )(?:originalmente )?por\b|originalmente (?:publicado|escrito) por\b"
    r"|iniciado por\b|postado originalmente por\b"
    r"|originariamente (?:inviat[oa]|scritto) da\b|(?:oorspronkelijk )?geplaatst door\b"
    r"|ursprungligen (?:postat|skrivet) av\b|zamieszczone przez\b"
    r"|(?:quote from|zitat von|citation de|cita de|citazione da|citaat van|citat från|cytat(?: z)?)"
    r"\s?:"
    r"|(?:quote from|citation de|citazione da|citaat van|citat från|cytat(?: z)?)(?=[^\n]{1,80}:$)"
    r"|cita de(?= (?-i:[^\W\d_a-záéíóúñ]|\w*[\d_])[^\n]{1,80}:$)"
    r"|quoting(?=[^\n]*:$)"
    r"|(?:quote|zitat|citation|cita|citat|citaat) ?\((?=[^\n]{1,80}\)[^\w\n]*$)"
    r")[^\n]{1,90}$\n*",
    re.IGNORECASE | re.MULTILINE,
)
# Where one of those lines may begin, which is told by far fewer looks.
_MAY_BE_ATTRIBUTED = re.compile(
    r"\n[> ]*(?:origi|poste|posta|quot|zita|cita|envoy|publi|escri|inicia|cyta|urspr|oorspr|geplaa"
    r"|zamie)",
    re.IGNORECASE,
)

# A head alone on its line: "robin wrote:", "Old Tom said on 3 March: ↑". It names somebody unless
# it begins as a sentence does that tells of others: "My landlord wrote:", "They said:".
_VERB = (
    r"(?:wrote|writes|said|says|schrieb|schreibt|hat geschrieben|a écrit|escribió|dijo|escreveu"
    r"|ha scritto|schreef|skrev|kirjoitti|napisał(?:a|\(a\))?|napsal(?:a|\(a\))?|ysgrifennodd"
    r"|a scris|írta|yazdı|(?:на)?писал(?:а|\(а\))?|пишет|сказал(?:а|\(а\))?|έγραψε)"
)
_OF_OTHERS = (
    r"(?:the|a|an|my|our|your|his|her|its|their|this|that|these|those|one|some|someone|somebody"
    r"|everyone|everybody|nobody|another|both|all|i|you|he|she|it|we|they|who|which|what|as|and|but"
    r"|so|then|when|where|if|because|also|have|had|has|is|was|are|were|in|on|at|to|from"
    r"|der|die|das|ein|eine|mein|meine|unser|unsere|ich|du|er|sie|es|wir|ihr|man|und|aber|dann|hat"
    r"|le|la|les|un|une|mon|ma|mes|notre|je|tu|il|elle|on|nous|vous|ils|elles|et|mais"
    r"|el|los|las|una|mi|mis|yo|él|ella|ellos|y|pero|o|as|os|um|uma|meu|minha|eu|ele|ela|e|mas"
    r"|y|yr|fy|ein|eu|ei)\b"
)
_HEAD = re.compile(
    rf"^(?:> ?)*(?!{_OF_OTHERS})[^\n:]{{1,40}}? {_VERB}(?: [^\n]{{1,60}})? ?:[ \t]*"
    r"(?:↑[^\n]{0,60})?$\n*"
    rf"|^(?:> ?)*(?!{_OF_OTHERS})[^\n:]{{1,40}}? wrote \.\.\.$\n*",
    re.IGNORECASE | re.MULTILINE,
)
# What a head has among its first letters.
_SAYS = re.compile(f" {_VERB}", re.IGNORECASE)
_BEGINNING = 64
# "Submitted by post" names nobody.
_MEANS = r"(?:post|phone|telephone|e-?mail|mail|letter|hand|fax|courier|text|webchat|webform)\b"
# "Asked by robin", as a line of its own beneath a question.
_DONE_BY = re.compile(
    rf"^(?:asked|answered|submitted|started|gefragt|gestellt|posée?|preguntado) "
    rf"(?:by|von|par|por) (?!{_OF_OTHERS}|{_MEANS})[^\s.,:;!?]+(?: [^\s.,:;!?]+){{0,2}}$\n*",
    re.IGNORECASE | re.MULTILINE,
)
# "#3 robin", the head of a post that no element parts from its words.
_NUMBERED = re.compile(r"\A#\d{1,5}\s+[^\s.,:;!?]+(?: [^\s.,:;!?]+){0,2}$\n*", re.MULTILINE)
# "回复 robin :", which begins an answer to somebody.
_ANSWERED = re.compile(r"^(?:回复|回覆) ?[^\n:：]{1,40} ?[:：] ?", re.MULTILINE)
# As members leave it who write the codes of other software: '[quote="robin"]', "[quote=robin;41]".
_CODE = re.compile(r"\[quote(?:=| )[^\]\n]{1,200}\]", re.IGNORECASE)
# "robin wrote: > Ask them again. I did": where software folds the lines of a post into one. The
# quotation cannot be told from what follows it, and stays without the name.
_IN_ONE_LINE = re.compile(
    rf"(?:^|(?<=[.!?:] ))(?:(?![.!?] )[^\n:]){{1,60}}? {_VERB}(?: [^\n:]{{1,60}})?: ?(?=>)",
    re.IGNORECASE | re.MULTILINE,
)


def without_attributions(text: str) -> str:
    """A post's words without the lines that name the member who is quoted."""
    # What lines begin with is asked where a sign of it stands, which takes a tenth of the time.
    if ":" in text:
        if ": >" in text or ":>" in text:
            text = _IN_ONE_LINE.sub("", text)
        if ":\n" in text or "↑" in text or _ends_with_a_head(text):
            text = _HEAD.sub("", text).strip()
    if text.rfind("wrote ...\n") >= 0:  # from the end, as in `Page.held`
        text = _HEAD.sub("", text).strip()
    if "回" in text:
        text = _ANSWERED.sub("", text)
    if "[" in text:
        text = _CODE.sub("[quote]", text)
    if _MAY_BE_ATTRIBUTED.search(f"\n{text}") is None:
        return text
    return _ATTRIBUTED.sub("", text).strip()


def _ends_with_a_head(text: str) -> bool:
    """Whether the last line may be a head; one that only ends with ":smile:" is none."""
    if not text.endswith(":"):
        return False
    line = text[text.rfind("\n") + 1 :].lstrip("> ")
    return _SAYS.search(line, 0, _BEGINNING) is not None


def without_typed_head(text: str) -> str:
    """A post's words without "#3 robin" above them or "Asked by robin" below, which software that
    nobody knows may write where no element parts it from the words."""
    if " by " in text or " von " in text or " par " in text or " por " in text:
        text = _DONE_BY.sub("", text).strip()
    if text.startswith("#") and "\n#" not in text:  # else a list of one's own
        text = _NUMBERED.sub("", text) or text
    return text
