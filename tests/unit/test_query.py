"""The filter language: what is read, what is refused, and that printing loses nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.application.reading.lexicon import lexicon
from blendfund.domain.errors import (
    UnknownFilter,
    UnknownWord,
    UnreadableFilter,
    UnreadableQuery,
)
from blendfund.domain.party import fold
from blendfund.projections.query import tree, values
from blendfund.projections.query.keys import FORMS, KEYS, NAMED
from blendfund.projections.query.parser import MOST_FILTERS, MOST_NESTED, parse

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.errors import BlendfundError
    from blendfund.projections.query.tree import Node

FRENCH = lexicon(french=True)
ENGLISH = lexicon(french=False)


def read(query: str) -> str:
    return str(parse(query, FRENCH))


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("", ""),
        ("  \t ", ""),
        ("boulangerie", "boulangerie"),
        ("région grand  est", "région grand est"),
        ('"grand est"', '"grand est"'),
        ("« grand est »", '"grand est"'),
        ("“grand est”", '"grand est"'),
        (r'"dit \"le grand\" \\"', r'"dit \"le grand\" \\"'),
        ("a|b c", "(a | b) c"),
        ("a | b | c", "a | b | c"),
        ("(a b) (c|d)", "a b (c | d)"),
        ("(a b) | c", "(a b) | c"),
        ("-a -(b c) --d", "-a -(b c) --d"),
        ("a - b", 'a "-" b'),
        ("2026", "date:2026-01-01..2026-12-31"),
        ('"2026"', '"2026"'),
        ("2026-T1", "date:2026-01-01..2026-03-31"),
        ("2026-q4", "date:2026-10-01..2026-12-31"),
        ("2026-S2", "date:2026-07-01..2026-12-31"),
        ("2026-H1", "date:2026-01-01..2026-06-30"),
        ("2024-02", "date:2024-02-01..2024-02-29"),
        ("2026-03-01", "date:2026-03-01"),
        ("2026-01..2026-03", "date:2026-01-01..2026-03-31"),
        ("2026-T4..", "date:2026-10-01.."),
        ("le:..2026-03", "date:..2026-03-31"),
        ("on:>2026-03", "date:2026-04-01.."),
        ("date:>=2026-03", "date:2026-03-01.."),
        ("date:<2026-03", "date:..2026-02-28"),
        ("date:<=2026-03", "date:..2026-03-31"),
        ("enregistré:2026-03-01", "recorded:2026-03-01"),
        ("montant:>10000", "amount:>10000"),
        ("montant:> 10000", "amount:>10000"),
        ("MONTANT:>=10000,5", "amount:>=10000.50"),
        ('montant:<"10 000,50"', "amount:<10000.50"),
        ("amount:<=10.05", "amount:<=10.05"),
        ("montant:10000..20000", "amount:10000..20000"),
        ("montant:12|>20", "amount:12 | amount:>20"),
        ("montant:500..", "amount:>=500"),
        ("montant:..500", "amount:<=500"),
        ("position:10..20", "position:10..20"),
        ("position:>10", "position:11.."),
        ("position:<10", "position:..9"),
        ("position:>=10 position:<=12", "position:10.. position:..12"),
        ("annulé:oui", "reversed:yes"),
        ("reversed:no", "reversed:no"),
        ("source:public,banque", "sector:public | sector:bank"),
        ("source:public|banque", "sector:public | sector:bank"),
        ("source:public, banque x", "(sector:public | sector:bank) x"),
        ("source: public", "sector:public"),
        ("source:public|montant:5", "sector:public | amount:5"),
        ("source:public|-montant:5", "sector:public | -amount:5"),
        ("source:public,public", "sector:public"),
        ("sector:OWN-resources", "sector:own-resources"),
        ('source:"finance solidaire"', "sector:solidarity"),
        ("source:solidaire", "sector:solidarity"),
        ("instrument:prêt", "instrument:loan"),
        ("instrument:pret,zero-loan", "instrument:loan | instrument:zero-loan"),
        ("conditions:marché", "terms:market"),
        ("sorte:décaissement", "kind:disbursement-paid"),
        ("kind:commitment", "kind:contribution-committed"),
        ("sorte:récupération", "kind:recovery-received"),
        ("tiers:«Grand Est»", 'party:"Grand Est"'),
        ("projet:Jardin,Épicerie", "project:Jardin | project:Épicerie"),
        ('affectation:""', 'earmark:""'),
        ('libellé:pré"t d\'hon"neur', 'label:"prét d\'honneur"'),
        ("12:30", '"12:30"'),
    ],
)
def test_a_search_is_read(query: str, meant: str) -> None:
    assert read(query) == meant
    assert parse(meant, FRENCH) == parse(query, FRENCH)


@pytest.mark.parametrize(
    ("query", "refusal", "said"),
    [
        ("souce:public", UnknownFilter, "“source”"),
        ("projets:x", UnknownFilter, "“projet”"),
        ("http://exemple.fr", UnknownFilter, "quotes"),
        ("source:publik", UnknownWord, "“Public”"),
        ('source:""', UnknownWord, "Banque"),
        ("instrument:---", UnknownWord, "Prêt"),
        ("montant:1,234", UnreadableFilter, "10000..20000"),
        ("montant:1.234", UnreadableFilter, "“1.234”"),
        ("montant:20..10", UnreadableFilter, "20..10"),
        ("montant:..", UnreadableFilter, "montant"),
        ("montant:dix", UnreadableFilter, "dix"),
        ("montant:٣", UnreadableFilter, "montant"),
        ("montant:10..x", UnreadableFilter, "montant"),
        ("2026-02-30", UnreadableFilter, "2026-T1"),
        ("2026-13..2026-14", UnreadableFilter, "date"),
        ("date:0000", UnreadableFilter, "date"),
        ("date:>9999", UnreadableFilter, "date"),
        ("date:<0001-01-01", UnreadableFilter, "date"),
        ("position:<0", UnreadableFilter, "position"),
        ("position:" + "9" * 19, UnreadableFilter, "position"),
        ("annulé:peut-être", UnreadableFilter, "oui"),
        ('"ouvert', UnreadableQuery, "character 1"),
        ('"ouvert \\', UnreadableQuery, "character 1"),
        ("« ouvert", UnreadableQuery, "character 1"),
        ("a (b", UnreadableQuery, "character 3"),
        ("a ) b", UnreadableQuery, "character 3"),
        ("a |", UnreadableQuery, "character 4"),
        ("| a", UnreadableQuery, "character 1"),
        ("a || b", UnreadableQuery, "character 4"),
        ("-(", UnreadableQuery, "character 2"),
        ("source:", UnreadableQuery, "source:"),
        ("source:public,", UnreadableQuery, "source:"),
        ("x source:)", UnreadableQuery, "character 3"),
        ("a " * (MOST_FILTERS + 1), UnreadableQuery, "100"),
        ("montant:" + "1|" * (MOST_FILTERS + 1) + "1", UnreadableQuery, "100"),
        ("(" * (MOST_NESTED + 1), UnreadableQuery, "character"),
        ("-" * 5000 + "a", UnreadableQuery, "character"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    query: str, refusal: type[BlendfundError], said: str
) -> None:
    with pytest.raises(refusal) as refused:
        parse(query, FRENCH)
    assert refused.value.exit_code == 2
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_filters_are_named_in_the_language_in_use() -> None:
    with pytest.raises(UnknownFilter, match="montant, date, enregistré"):
        parse("inconnu:x", FRENCH)
    with pytest.raises(UnknownFilter, match="amount, date, recorded"):
        parse("inconnu:x", ENGLISH)
    with pytest.raises(UnknownWord, match="Own resources"):
        parse("sector:x", ENGLISH)


def test_both_languages_are_read_whichever_is_in_use() -> None:
    for one, other in (("source:banque", "sector:bank"), ("sorte:frais", "kind:expense")):
        assert parse(one, ENGLISH) == parse(other, FRENCH) == parse(one, FRENCH)


def test_no_two_keys_share_a_name_and_every_sort_has_an_example() -> None:
    assert len(NAMED) == sum(
        len(set(map(fold, (key.english, key.french, *key.others)))) for key in KEYS
    )
    assert {key.sort for key in KEYS} == set(FORMS)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
HUNDREDTHS = st.integers(0, 10**17)
PLACES = st.integers(0, 10**18 - 1)
DATES = st.dates()


def ends(kind: Any, points: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    both = st.tuples(points, points).map(lambda pair: kind(min(pair), max(pair)))
    return both | points.map(lambda p: kind(p, None)) | points.map(lambda p: kind(None, p))


AMOUNTS = ends(tree.Amounts, HUNDREDTHS) | st.builds(
    lambda bound, low: tree.Amounts(bound if low else None, None if low else bound, True),  # noqa: FBT003
    HUNDREDTHS,
    st.booleans(),
)
BY_SORT: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS.map(str.strip),
    "amount": AMOUNTS,
    "day": ends(tree.Days, DATES),
    "position": ends(tree.Positions, PLACES),
    "choice": st.booleans(),
}


def filters() -> st.SearchStrategy[Node]:
    found = []
    for key in KEYS:
        listed = FRENCH.shown.get(key.english)
        value = st.sampled_from(sorted(listed)) if listed else BY_SORT[key.sort]
        found.append(st.builds(tree.Filter, st.just(key.english), value))
    return st.one_of(found)


def several(kind: Any, parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Give a node whose parts are never of its own kind: those would be its own parts."""
    others = parts.filter(lambda part: not isinstance(part, kind))
    return st.lists(others, min_size=2, max_size=4).map(lambda found: kind(tuple(found)))


LEAVES = st.builds(tree.Text, TEXTS) | filters()
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        several(tree.All, inner) | several(tree.Any, inner) | st.builds(tree.Not, inner)
    ),
    max_leaves=12,
) | st.just(tree.All())


@given(TREES)
def test_a_printed_search_is_read_as_the_same_search(search: Node) -> None:
    assert parse(str(search), FRENCH) == search


@given(st.text(max_size=60) | st.text('-|():",.<>=« »“”\\ as2016T', max_size=40))
def test_no_text_does_more_than_being_refused(query: str) -> None:
    with suppress(UnknownFilter, UnknownWord, UnreadableFilter, UnreadableQuery):
        meant = parse(query, FRENCH)
        assert parse(str(meant), FRENCH) == meant


@given(st.dates(), st.dates())
def test_a_range_of_days_holds_both_its_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert values.days(f"{first}..{last}") == tree.Days(first, last)
    assert values.days(str(first)[:7]) is not None
