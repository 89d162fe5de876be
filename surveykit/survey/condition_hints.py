"""What somebody may have meant who wrote a condition as it cannot be read: labels without quotes, words for signs."""

from collections.abc import Sequence

from surveykit.codebook import Codebook, Item
from surveykit.codebook.find_item import find_options, suggest_option
from surveykit.errors import CodebookError
from surveykit.expression.expression_source import ExpressionSource
from surveykit.expression.expression_tokens import Token
from surveykit.expression.expression_tree import Chain, ExpressionNode, Literal, Negative
from surveykit.words.messages import Message

JOINING = ("and", "or")
SIGNS = ("=", "!=", "<", "<=", ">", ">=")
ARITHMETIC = {"+", "-", "*", "div", "mod"}
ENDS = (*SIGNS, ")", ",")


def find_phrase(source: ExpressionSource, tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """The words from a token on, up to the next sign, `and` or `or`: a label without quotes; and where they end."""
    last = place
    while not _ends(tokens[last + 1]):  # the last token ends
        last += 1
    return source.text[tokens[place].start:tokens[last].end], tokens[last].end


def find_left_item(tokens: Sequence[Token], place: int, book: Codebook) -> Item | None:
    """The item that a word at this place is compared with."""
    if tokens[place - 1].text not in SIGNS or tokens[place - 2].kind not in ("name", "item"):
        return None
    try:
        return book[tokens[place - 2].text.removeprefix("${").removesuffix("}")]
    except CodebookError:
        return None


def explain_bare_words(source: ExpressionSource, tokens: Sequence[Token], place: int, book: Codebook
                       ) -> CodebookError | None:
    """The error for words without quotes that are an answer, or the label of an item; None where they are neither."""
    words, end = find_phrase(source, tokens, place)
    token, left = tokens[place], find_left_item(tokens, place, book)
    if left is None and place and tokens[place - 1].kind in ("name", "number"):  # within a label: from its first word
        return explain_bare_words(source, tokens, place - 1, book)
    for item in [left] if left is not None else list(book):
        for text in (words, token.text):
            if find_options(item.options, text):
                return source.fault(Message("{words!r} is an answer to {name!r} and must stand in quotes.", words=text,
                                            name=item.name), token.start, token.start + len(text),
                                    fix=Message("write '{words}'", words=text))
    if left is not None and left.options:
        return source.fault(Message("{value!r} is no answer to {name!r}.", value=words, name=left.name), token.start,
                            end, fix=suggest_option(left.answers, words))
    if words != token.text and _is_item(words, book):
        what = Message("The label {words!r} has blanks and must stand in ${{}}.", words=words)
        return source.fault(what, token.start, end, fix=Message("write ${{{words}}}", words=words))
    return None


def explain_calculation(source: ExpressionSource, tokens: Sequence[Token], item: Item, value: str, first: Token
                        ) -> CodebookError:
    """The error for an answer that reads as a calculation, as `18-29` without quotes does."""
    words, end = find_phrase(source, tokens, tokens.index(first))
    bare = words.replace(" ", "")
    known = next((text for text in (words, bare) if find_options(item.answers, text)), None)
    fix = suggest_option(item.answers, words) if known is None else Message("write '{words}'", words=known)
    return source.fault(Message("{words} is calculated ({value}), and that is no answer to {name!r}.", words=words,
                                value=value, name=item.name), first.start, end, fix=fix)


def is_calculation(node: ExpressionNode) -> bool:
    """Whether a part calculates with numbers or texts alone, no item in it."""
    if isinstance(node, Chain):
        return node.rest[0][0] in ARITHMETIC and all(
            isinstance(part, Literal) or is_calculation(part) for part in (node.first, *(p for _, p in node.rest)))
    return isinstance(node, Negative) and (isinstance(node.part, Literal) or is_calculation(node.part))


def _is_item(words: str, book: Codebook) -> bool:
    """Whether words are the label of an item."""
    try:
        return bool(book[words])
    except CodebookError:
        return False


def _ends(token: Token) -> bool:
    """Whether a label without quotes ends before a token."""
    return token.kind == "end" or token.text in ENDS or (token.kind == "name" and token.text in JOINING)
