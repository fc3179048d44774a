"""The character n-gram language model: normalisation, training, file format, scoring.

`LanguageModel` scores text; ``restore.language.training.train`` makes a model from clean text.
numpy and kenlm are imported when a model is loaded, not here.
"""

from restore.language.model import LanguageModel

__all__ = ["LanguageModel"]
