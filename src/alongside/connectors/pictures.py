"""What stands in a reply in place of a picture, for those who do not see it."""

from markdown_it.token import Token


def words_of(picture: Token) -> str:
    """A picture's words without the marks in them: no forum shows marks there."""
    words = []
    for token in picture.children or ():
        match token.type:
            case "image":
                words.append(words_of(token))
            case "softbreak" | "hardbreak":
                words.append("\n")
            case _:
                words.append(token.content)
    return "".join(words)
