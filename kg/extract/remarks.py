"""Clauses that report: whose words a clause is, and what a remark such as "officials said" is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.lexicon import Lexicon
    from kg.tree import Tree


class Remarks:
    """Finds the reporting verb of a clause, and the clause of a reporting verb."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.saying = lexicon.words("saying")
        self.verbal = self.saying | lexicon.words("alleging") | lexicon.words("judging") | lexicon.words("light_verbs")

    def reporter(self, i: int, reporting: frozenset[str]) -> int | None:
        """The verb, one of ``reporting``, that has the clause of a token as its complement or stands in it as a remark."""
        current = i
        for above in self.tree.ancestors(i):
            token = self.tokens[current]
            if token.dep in {"ccomp", "parataxis"} and self.tokens[above].lemma in reporting:
                return above
            if token.dep not in {"aux", "auxpass", "conj", "xcomp", "advcl", "acomp", "attr", "oprd"}:
                return None
            current = above
        # the reporting verb as a remark below the clause: "Uganda must leave, Kenya said"
        remarks = self.tree.kids(current, "parataxis", "advcl", "ccomp")
        return next((k for k in remarks if self.tokens[k].lemma in reporting and self.tree.kids(k, "nsubj")), None)

    def about(self, verb: int, remark: int) -> int | None:
        """What a remark is about, if parsers give the remark its participle: "*Rebels came*, police said, killing two"."""
        token, above = self.tokens[verb], self.tokens[remark]
        if token.dep != "advcl" or token.tag != "VBG" or self.tokens[verb - 1].text != ",":
            return None
        if above.lemma not in self.saying or token.lemma in self.verbal:
            return None
        if above.dep == "parataxis" and above.head < remark:
            return above.head
        return next((k for k in self.tree.kids(remark, "ccomp") if k < remark), None)
