"""Which characters are Han, numerals, marks, function words: every other module imports them.

Sets are strings of the form that stands inside ``[...]`` of a regular expression, so that they can
be put together: ``re.compile(f"[{HAN}{DIGITS}]+")``. A set without a range in it (no ``-``) is also
a plain string of its members: ``frozenset(POINTS)``, ``character in OPENING``.

Sources
-------
Han and the other ranges: Unicode 17.0, ``Scripts.txt`` and ``Blocks.txt``. Numerals: GB/T 15835-2011
(General rules for writing numerals in publications). Marks: GB/T 15834-2011 (General rules for
punctuation), whose terms are given in Chinese. Function words: Lü Shuxiang (ed.), 现代汉语八百词
(1980), in his classes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from restore.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# --- Han -------------------------------------------------------------------------------------

#: Ideographs that stand for a word or a syllable: unified ones with the extensions A to J, and the
#: compatibility ideographs, of which twelve are unified ones (U+FA0E and others). The ranges go
#: over the few code points between the blocks, which no version assigns to anything else.
IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U00033479"
#: Han characters: the script Han of Unicode without radicals and Suzhou numerals. 〇 is a numeral
#: written among ideographs (二〇二五) and stands for what was left out (张〇〇); 々 repeats the one
#: before it.
HAN = "々〇" + IDEOGRAPHS
#: The block whose characters GB 2312, GBK and Big5 encode, and the only one of which the tables of
#: the channel (``models/channel-*``) hold any: one outside it is rare (names, places, chemistry).
BASIC_HAN = "\u4e00-\u9fff"
#: Letters of Japanese: Hiragana and Katakana, without their marks of length and repetition.
KANA = "ぁ-ゖァ-ヺ"
#: ... and in their half-width forms, with their marks of sound.
HALF_WIDTH_KANA = "\uff66-\uff9f"
#: Characters that look like ideographs and should be written as such: radicals (the blocks CJK
#: Radicals Supplement and Kangxi Radicals) and compatibility ideographs.
COMPATIBILITY = "\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f"

# --- digits, letters, signs that number ---------------------------------------------------------

#: Arabic digits, half and full width.
DIGITS = "0-9０-９"
#: Digits and Latin letters as wide as a Han character (Unicode: Halfwidth and Fullwidth Forms).
WIDE_DIGITS = "０-９"
WIDE_LETTERS = "Ａ-Ｚａ-ｚ"
#: Letters of the Latin alphabet, half and full width.
LETTERS = "A-Za-zＡ-Ｚａ-ｚ"
#: Signs that number the entries of a list, one character each: ① ㈠ ⑴ ⒈ Ⅰ.
LIST_NUMBERS = "①-⑳㈠-㈩⑴-⒇⒈-⒛Ⅰ-Ⅻ"
#: Those in a circle, and their values.
CIRCLED = "①-⑳"
CIRCLED_VALUES = {chr(ord("①") + offset): offset + 1 for offset in range(20)}
#: Every sign that may stand for a number: the blocks Enclosed Alphanumerics and (its first part)
#: Enclosed CJK Letters and Months, and the Roman numerals of Number Forms.
NUMBER_SIGNS = "①-⓿㈠-㊿Ⅰ-ⅿ"
#: The first marks of the block CJK Symbols and Punctuation, and ASCII of full width.
FULL_WIDTH = "\u3000-\u3011\uff01-\uff5e"
#: Letters of Latin-1 with accents: what bytes of Chinese text become when they are read as Latin-1.
ACCENTED = "\u00c0-\u00ff"
#: Accented letters of Latin-1 and Latin Extended-A with the signs and C1 controls among them, and the
#: diacritics of Windows code pages: what encodings of one byte show for bytes of another.
ONE_BYTE_LATIN = "\x80-\u017f\u0192\u02c6-\u02dd"
#: Further signs of these encodings, and Greek and Cyrillic.
ONE_BYTE_SIGNS = (
    "\u201a\u201e\u2020-\u2022\u2030\u2039\u203a\u20ac\u2116\u2122\u2190-\u25ff\ufb01\ufb02"
)
GREEK_AND_CYRILLIC = "\u0370-\u04ff"
#: Dashes, quotation marks and the ellipsis, which these encodings share with Chinese text.
ONE_BYTE_MARKS = "\u2013-\u2015\u2018-\u201d\u2026"
#: Everything from the radicals on, but for the ligatures fi and fl: none of it is in such an encoding.
EAST_ASIAN = "\u2e80-\ufb00\ufb03-\U0010ffff"
#: Latin letters with accents, and the signs of Latin-1.
LATIN_WITH_ACCENTS = "\xa0-\u024f"
#: Table for ``str.translate``: digits, letters and marks of full width to those of ASCII.
HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}

# --- numerals --------------------------------------------------------------------------------

#: What divides digits into groups of three: a blank, narrow, thin, of figure width, unbroken.
GROUP_BLANKS = " \u00a0\u2007\u2009\u202f"
ONE_TO_NINE = "一二三四五六七八九"
#: What numbers days, headings and entries of lists.
ONE_TO_TEN = ONE_TO_NINE + "十"
ZEROS = "〇零"
#: Digits as in years: 二〇二五.
ZERO_TO_NINE = ZEROS + ONE_TO_NINE
#: Below ten thousand: what numbers chapters and articles.
SMALL_NUMERALS = ZERO_TO_NINE + "十百千"
#: Every numeral in common use.
NUMERALS = SMALL_NUMERALS + "万亿两"
#: With 几, which asks for a number or stands for some.
NUMERALS_AND_SOME = NUMERALS + "几"
#: With the contractions for twenty and thirty.
ALL_NUMERALS = NUMERALS + "廿卅"
#: What figures may be written with: the circle is typed for 〇.
WRITTEN_NUMERALS = ALL_NUMERALS + "○"
WRITTEN_DIGITS = ZERO_TO_NINE + "○"
#: On bills and in contracts (大写).
FORMAL_NUMERALS = "壹贰叁肆伍陆柒捌玖拾佰仟"
#: Values of the digits (with 两 and the circle) and of the characters that multiply.
DIGIT_VALUES = {char: value for value, char in enumerate("零" + ONE_TO_NINE)} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
PLACE_VALUES = {"十": 10, "百": 100, "千": 1000}
#: The numerals of bills turned into those in common use.
FORMAL_TO_COMMON = str.maketrans(FORMAL_NUMERALS, ONE_TO_NINE + "十百千")
GROUP_VALUES = {"万": 10**4, "亿": 10**8}

# --- marks -----------------------------------------------------------------------------------

#: Marks that end a sentence (句末点号).
STOPS = "。！？"
#: Those with the semicolon.
LONG_STOPS = STOPS + "；"
#: What a whole sentence of prose ends with, quotation marks and brackets apart.
SENTENCE_ENDS = LONG_STOPS + "…"
#: What running text has and a heading has not.
PROSE_MARKS = "，。；？！"
#: What bounds a clause; the enumeration comma bounds an item.
CLAUSE_MARKS = PROSE_MARKS + "："
#: Every mark of a pause or an end (点号).
POINTS = CLAUSE_MARKS + "、"
#: Those at the foot of the line, which are taken for one another in print.
LOW_POINTS = "，。、；："
#: What opens and what closes a quotation, a title, a bracket; the two are in the same order.
OPENING = "“‘（《〈「『【〔［｛"
CLOSING = "”’）》〉」』】〕］｝"
#: What opens the mark that closes.
OPENING_OF = dict(zip(CLOSING, OPENING, strict=True))
OPENING_QUOTES = "“‘「『"
CLOSING_QUOTES = "”’」』"
#: Those that are written in pairs most: quotations, titles and round brackets.
PAIRED_MARKS = "“”‘’《》〈〉「」（）"
#: Those three kinds that stand on every page.
COMMON_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"))
#: Marks of which misreadings are counted in the model that ships (``models/punctuation.npz``),
#: folded as for the language model: other marks ask for another count.
COUNTED_MARKS = "，。、；：·“”《》（）—－．！？％"
#: Every mark of Chinese text, dashes and dots with them.
MARKS = POINTS + "…—·" + OPENING + CLOSING
#: Signs that begin an entry, set off a credit, or close a story.
ORNAMENTS = "■□▲△▶▷►▼▽◆◇●○◎★☆※"
#: What word processors write for bullets: signs of the fonts Wingdings and Symbol on private code
#: points, and the characters for them (Unicode, L2/11-052R). Symbol has λ and ν on two of them, so
#: they are bullets at the head of a line only.
SYMBOL_BULLETS = {
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf076": "❖",
    "\uf0a7": "▪",
    "\uf0a8": "◻",
    "\uf0b7": "•",
    "\uf0d8": "➢",
    "\uf0fc": "✔",
}
#: Those that set off a byline.
BYLINE_SIGNS = "□■●◎○◆"

# --- function words -----------------------------------------------------------------------------

#: Particles, conjunctions, prepositions and adverbs of one character that any sentence may hold:
#: one more or less, or one for another, is no sign of a slip.
FUNCTION_WORDS = "的了和与及或等之地得着过把被对在是为以于向从将就也都更已各"
#: Affixes and words of place that join any noun as freely.
AFFIXES = "中上下内外大新全者所们性"
#: Conjunctions and particles of which an author may choose one or the other.
JOINING_WORDS = "与和及或等的"
#: Words of which an author may choose one or the other, as the weights of the channel's calibration
#: were fitted with them (``restore/channel/features.py``): a change here asks for another fit.
CALIBRATED_WORDS = "与和及同跟的地得之了着过它他她做作于在再是为以向从将就也都更已被把对其这那各每"
#: Particles that never double; few words begin with 了 or 着, next to none with 的.
PARTICLES = "的了着"
#: Further function words that never double.
UNDOUBLED_WORDS = "由在将对与给就也把被向从于并还不得所能是或及和"
#: What a line may not end with if its sentence ends there.
UNFINISHED_WORDS = "的和与及等在对为把被将"
#: Pronouns and particles of speech, which papers of state do not write.
SPOKEN_WORDS = "你您吗呢吧啊哦呀嘛咱俺"
#: Pronouns, particles, adverbs and verbs that Cantonese writes and Mandarin hardly ever: those of the
#: closed classes that are characters of their own.
CANTONESE_WORDS = "嘅咗唔喺佢哋冇嚟咁啲嗰噉嘢啱睇諗谂攞畀"

# --- white space and what does not show -----------------------------------------------------------

#: White space inside a line: tab and the general category Zs.
SPACE = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
#: C0 and C1 controls other than tab and line breaks, soft hyphen and fillers, zero-width and
#: directional marks, byte order mark inside the text, interlinear annotation, tags.
INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f"
)
#: Scripts and pictographs between whose characters a zero-width joiner means something.
JOINED = "\u0590-\u08ff\u0900-\u0dff\u200d\ufe0f\u2600-\u27bf\U0001f000-\U0001faff"
#: Hebrew, Arabic and the scripts between, with their presentation forms.
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
#: Marks that turn the direction of writing.
DIRECTIONAL = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
#: Letters of Latin beyond ASCII, and of Greek.
LATIN_AND_GREEK = "\u00c0-\u024f\u0370-\u03ff"
#: The block Box Drawing, and what in it stands at the head of a table's row: a dash begins speech.
BOX_DRAWING = "\u2500-\u257f"
BOX_JOINTS = "\u2502\u2503\u250c-\u254b\u2551-\u256c\u256d-\u2570"
#: What moves the cursor of a terminal or turns its direction of writing.
UNPRINTABLE = "\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
#: The controls of Latin-1, and those on whose bytes cp1252 has quotation marks, dashes, a bullet.
CONTROLS_1 = "\x80-\x9f"
CONTROLS_FOR_MARKS = "\x82\x84\x8b\x91-\x97\x9b"
#: The private use area of the basic plane.
PRIVATE = "\ue000-\uf8ff"
#: What XML 1.0 cannot hold (production Char).
UNFIT_FOR_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
#: Signs of a damaged paragraph: undecodable and private code points, controls, forms of
#: ``COMPATIBILITY``, the squares and signs that stand for a lost glyph.
DAMAGE = (
    "\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f\u200b-\u200f\ufeff\u2e80-\u2fdf\uf900-\ufaff"
    "□■◆◇▯¤§¨¯"
)

_HAN = lazy_pattern(f"[{HAN}]")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_IDEOGRAPH_RANGES = [(ord(first), ord(last)) for first, last in re.findall("(.)-(.)", IDEOGRAPHS)]


def is_han(character: str) -> bool:
    """Whether a character is one of `HAN`; of a longer text the first counts, "" is none."""
    return _HAN.match(character) is not None


def is_ideograph(character: str) -> bool:
    """Whether a character is one of `IDEOGRAPHS`; of a longer text the first counts."""
    return _IDEOGRAPH.match(character) is not None


def are_ideographs(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which code points are ideographs, as `is_ideograph` tells for one character."""
    (first, last), *others = _IDEOGRAPH_RANGES
    found = (codes >= first) & (codes <= last)
    for first, last in others:
        found |= (codes >= first) & (codes <= last)
    return found


def are_basic_han(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which code points lie in the block `BASIC_HAN`."""
    first, last = BASIC_HAN.split("-")
    return (codes >= ord(first)) & (codes <= ord(last))
