"""`pseudonymise`: names, numbers and keys replaced by codes that only the holder of a key can make again."""

import base64
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from surveykit.clean.apply_step import apply_step, cell_change, require_reason
from surveykit.clean.hidden_text import hide_old, key_id, load_key
from surveykit.clean.personal.apply_redaction import forget_old_texts
from surveykit.errors import CleaningError, count_noun
from surveykit.privacy.scan_survey import PSEUDONYM
from surveykit.survey import Change, Step, Survey, require_item, require_survey, value_text
from surveykit.text.normalise import normalise
from surveykit.text.personal_folding import squeeze_han
from surveykit.words.phrases import Text, phrase

VERSION = "1"
LEAST, LENGTH, MOST = 6, 10, 50
KINDS = ("single", "text", "number", "date")
KEYS = "keys"  # the rule of the one line that stands for new keys of respondents
NO_SIGN = re.compile(r"[\s()+.-]")
COUNTRY = re.compile(r"(?:00)?86(?=1[3-9]\d{9}$)")


def pseudonymise(survey: Survey, item: str | int | None = None, *, key: str | Path | None = None, create: bool = False,
                 kind: str | None = None, length: int = LENGTH, reason: str | Text | None = None) -> Survey:
    """Replace the answers to an item, or the keys of respondents, by pseudonyms made with a secret key.

    Parameters
    ----------
    item
        An item whose answers tell who somebody is; None for the keys of respondents (right after reading).
    key
        The file of the key, outside every project and readable by you alone (on POSIX its mode is checked; on Windows
        it is not, and the folder's rights are yours to see to). By default the one of `recode(..., hide=True)`.
    create
        Make the key if there is none.
    kind
        What the values are, `phone`, `name`, `id`, `student`, ...; by default as the item's role says. Waves join where
        key, kind and length are the same.
    length
        Characters of a pseudonym.
    reason
        Why; by default that they are needed to link and not to read.

    Returns
    -------
    Survey
        The item is a text with the role `pseudonym`, and is written. The log holds hashes of the old answers. Who holds
        the key can link everybody again: the data are pseudonymous and still personal.

    Raises
    ------
    CleaningError
        There is no key, others can read it, it lies in a project; two values get one pseudonym; keys of respondents
        already stand in the log.

    Missing values
    --------------
    Missing answers stay missing.

    Notes
    -----
    HMAC-SHA256 of version, kind and normalised value (widths, blanks and case do not count; of telephones the digits),
    in base32. A hash without a key would be no protection: all eight-digit student numbers are tried in minutes.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> key = tempfile.mkdtemp() + "/key"
    >>> survey = sk.pseudonymise(sk.example_survey(), key=key, create=True)
    >>> len(survey.responses.index[0]), len(set(survey.responses.index))
    (10, 40)
    """
    survey = require_survey(survey, "pseudonymise")
    if not LEAST <= length <= MOST:
        raise CleaningError("A pseudonym must have {least} to {most} characters.", fix="length={length}", least=LEAST,
                            most=MOST, length=LENGTH)
    secret = load_key(key, create=create)
    words = require_reason(phrase("privacy.reason_pseudonym") if reason is None else reason, "pseudonymise")
    if item is None:
        return _new_keys(survey, secret, kind or "id", length, words)
    target = require_item(survey, item, KINDS, "pseudonymise")
    known = kind or (target.role or "").partition(":")[2] or "id"
    given = {str(r): value_text(old) for r, old in survey.responses[target.name].dropna().items()}
    made = make_pseudonyms(given.values(), secret, known, length)
    lines = [hide_old(cell_change(r, target.name, old, made[old], PSEUDONYM), secret) for r, old in given.items()]
    arguments = {"item": target.name, "kind": known, "key": key_id(secret), "length": length}
    step = Step("pseudonymise", words, tuple(lines), arguments)
    return forget_old_texts(apply_pseudonyms(survey, step, check_hidden=False), secret)


def make_pseudonyms(values: Iterable[str], secret: bytes, kind: str, length: int) -> Mapping[str, str]:
    """Pseudonyms by value; different values that get the same one are refused."""
    made: dict[str, str] = {}
    owner: dict[str, str] = {}
    for value in dict.fromkeys(values):
        bare = _normalise_value(value, kind)
        digest = hmac.new(secret, f"{VERSION}|{kind}|{bare}".encode(), "sha256").digest()
        code = base64.b32encode(digest).decode().lower()[:length]
        if owner.setdefault(code, bare) != bare:
            raise CleaningError("Two values cannot get the same pseudonym.", fix="length={length}, in every wave",
                                length=length + 4)
        made[value] = code
    return made


def _normalise_value(value: str, kind: str) -> str:
    """A value as it is compared: the same person written in another way gets the same pseudonym."""
    seen = normalise(value).casefold()
    if kind == "name":
        return squeeze_han(seen).text
    bare = NO_SIGN.sub("", seen) if kind != "email" else seen
    return COUNTRY.sub("", bare) if kind == "phone" else bare


def apply_pseudonyms(survey: Survey, step: Step, *, check_hidden: bool = True) -> Survey:
    """The survey after a step of pseudonyms: the item becomes a text first."""
    names = dict.fromkeys(line.item for line in step.changes)
    book = survey.codebook
    for name in names:
        book = book.with_item(replace(book[name], kind="text", role=PSEUDONYM, options=(), constraint=None))
    frame = survey.responses
    for name in names:
        frame[name] = pd.Series([None if pd.isna(value) else value_text(value) for value in frame[name]], frame.index,
                                dtype=object)
    kept = tuple(flag._replace(value="") if flag.item in names else flag for flag in survey.flags)
    return apply_step(replace(survey, codebook=book, _responses=frame, flags=kept), step, check_hidden=check_hidden)


def redo_pseudonyms(survey: Survey, step: Step, *, check_hidden: bool = True) -> Survey:
    """A step of pseudonyms done again: from the log; new keys of respondents with the key itself."""
    if any(line.rule == KEYS for line in step.changes):
        return pseudonymise(survey, kind=str(step.arguments["kind"]), length=int(str(step.arguments["length"])),
                            reason=step.reason)
    return apply_pseudonyms(survey, step, check_hidden=check_hidden)


def _new_keys(survey: Survey, secret: bytes, kind: str, length: int, words: Text) -> Survey:
    """The survey with pseudonyms for keys; only before the log or a flag names anybody."""
    named = sum(1 for step in survey.log for line in step.changes if line.respondent)
    if named:
        raise CleaningError("Keys of respondents cannot be changed any more: {lines} of the log name respondents.",
                            where=survey, fix="sk.pseudonymise(sk.read_survey(...), key=...) first, then clean",
                            lines=count_noun(named, "line"))
    keys = [str(key) for key in survey.responses.index]
    made = make_pseudonyms(keys, secret, kind, length)
    index = pd.Index([made[key] for key in keys], name=survey.responses.index.name, dtype=object)
    flags = tuple(flag._replace(respondent=made.get(flag.respondent, flag.respondent)) for flag in survey.flags)
    arguments = {"item": "", "kind": kind, "key": key_id(secret), "length": length}
    step = Step("pseudonymise", words, (Change("", "", "", str(len(keys)), KEYS, PSEUDONYM),), arguments)
    return replace(survey, _responses=survey.responses.set_axis(index), _missing=survey._missing.set_axis(index),
                   flags=flags, log=(*survey.log, step)).validate()
