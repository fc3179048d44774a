"""A model of the user's own: what it is asked, and what of its answers is trusted.

The model proposes and decides nothing, behind an endpoint or on this machine. It is asked about single
sentences; its answer is aligned to the sentence, and what is left after the checks of
:mod:`restore.llm.answers` is evidence for the gate.
"""
