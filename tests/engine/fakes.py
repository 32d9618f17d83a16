"""Machines without a model, which do what an article's text tells them to."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import MissingResourceError
from kg.model import Article, ArticleId, Entity, EntityId, Reading, Span
from tests.support.machine import PlainMachine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Echo:
    """Names an entity after each article; obeys the orders FAIL, EXIT and SLEEP."""

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        for article in articles:
            order, _, rest = article.text.partition(" ")
            if order == "FAIL":
                raise ValueError(rest)
            if order == "EXIT":
                os._exit(3)
            if order == "SLEEP":
                time.sleep(float(rest))
            yield Reading(article, entities=(Entity(EntityId(article.id), article.text[:20], "Person"),))


@dataclass(frozen=True)
class EchoRecipe:
    def make(self) -> Echo:
        return Echo()


@dataclass(frozen=True)
class BrokenRecipe:
    def make(self) -> Echo:
        raise MissingResourceError("the model is not installed", hint="install it")


@dataclass(frozen=True)
class PlainRecipe:
    def make(self) -> PlainMachine:
        return PlainMachine()


@dataclass(frozen=True)
class PidRecipe:
    """Its machine tells the number of its process and how many machines that process has made."""

    def make(self) -> PidMachine:
        return PidMachine()


class PidMachine:
    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        for article in articles:
            threads = os.environ.get("OPENBLAS_NUM_THREADS", "")
            label = f"{os.getpid()} {id(self)} {threads} {len(article.text)}"
            yield Reading(article, entities=(Entity(EntityId("x"), label, "Person"),))


def article(name: str, text: str) -> Article:
    return Article(ArticleId(name), text, Span(0, len(text)))
