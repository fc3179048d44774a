"""Tokens of a BERT vocabulary, each with its place in the sentence.

A Han character is a token by itself, so that what a model puts for it stands at the same place; digits
and Latin letters are cut as WordPiece cuts them, and no part of them is a place of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from restore.errors import SettingsError
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["Token", "Vocabulary"]

_HAN = lazy_pattern(f"[{HAN}]")
_WORD = lazy_pattern(f"[^\\W_{HAN}]+|[^\\s]")
#: A longer run of letters and digits is no word of a vocabulary (BERT's own bound).
_MAX_WORD = 100


class Token(NamedTuple):
    """A token: where it stands in the sentence (code points), and its number.

    ``own`` says that it is one Han character that the vocabulary knows, so that another may be put
    for it.
    """

    start: int
    end: int
    number: int
    own: bool


class _TokenizerModel(msgspec.Struct):
    vocab: dict[str, int]


class _Tokenizer(msgspec.Struct):
    model: _TokenizerModel


class _Config(msgspec.Struct):
    do_lower_case: bool = True


class Vocabulary:
    """The tokens that a model knows.

    Parameters
    ----------
    numbers : of the tokens
    lower : letters are read as small ones, without accents
    """

    def __init__(self, numbers: dict[str, int], *, lower: bool = True) -> None:
        self._numbers, self._lower = numbers, lower
        self.size = max(numbers.values(), default=-1) + 1
        # What may be put for a character.
        self.characters = {
            number: token for token, number in numbers.items() if _HAN.fullmatch(token)
        }
        self.begin, self.end = numbers["[CLS]"], numbers["[SEP]"]
        self.mask, self._unknown = numbers["[MASK]"], numbers["[UNK]"]

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """Read ``vocab.txt``, a token a line, or ``tokenizer.json``.

        Raises
        ------
        SettingsError
            If neither is there, or it is no vocabulary of BERT's kind.
        """
        try:
            config = folder / "tokenizer_config.json"
            given = config.read_bytes() if config.is_file() else b"{}"
            lower = msgspec.json.decode(given, type=_Config).do_lower_case
            listed = folder / "vocab.txt"
            if listed.is_file():
                lines = listed.read_text(encoding="utf-8").split("\n")
                numbers = {line.rstrip("\r"): at for at, line in enumerate(lines) if line}
            else:
                data = (folder / "tokenizer.json").read_bytes()
                numbers = msgspec.json.decode(data, type=_Tokenizer).model.vocab
            return cls(numbers, lower=lower)
        except (OSError, UnicodeDecodeError, msgspec.DecodeError, KeyError) as error:
            raise SettingsError(
                f"{folder}: holds no vocabulary of BERT's kind ({error}); "
                "vocab.txt or tokenizer.json belongs beside the model"
            ) from error

    def tokens(self, sentence: str) -> list[Token]:
        """Return the tokens of a sentence, without the marks at its ends."""
        found: list[Token] = []
        for match in _WORD.finditer(sentence):
            word, span = match[0], match.span()
            if _HAN.fullmatch(word):
                number = self._numbers.get(word)
                own = number is not None
                found.append(Token(*span, self._unknown if number is None else number, own))
            else:
                found += [Token(*span, number, False) for number in self._pieces(word)]
        return found

    def _pieces(self, word: str) -> Iterator[int]:
        """Cut a word into the longest pieces that are known; unknown as a whole if one is not."""
        if self._lower:
            plain = unicodedata.normalize("NFD", word.lower())
            word = "".join(char for char in plain if unicodedata.category(char) != "Mn")
        pieces: list[int] = []
        start = 0
        while start < len(word) <= _MAX_WORD:
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                if piece in self._numbers:
                    pieces.append(self._numbers[piece])
                    start = end
                    break
            else:
                break
        yield from pieces if pieces and start == len(word) else [self._unknown]
