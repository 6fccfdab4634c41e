"""Whoever holds what: an account is opened by two administrators of two offices, and no request is a dead end."""

from hypothesis import given
from hypothesis import strategies as st

from organizations.rules.two_keys import ADMINISTRATORS, AUDIT, SECURITY, SYSTEM, may_agree, may_ask

OFFICES = st.frozensets(st.sampled_from([*sorted(ADMINISTRATORS), "quality_office"]))


@given(asker=OFFICES, other=OFFICES, target=OFFICES)
def test_two_keys_are_of_two_offices_and_one_is_security(
    asker: frozenset[str], other: frozenset[str], target: frozenset[str]
) -> None:
    if not (may_ask(asker, target=target) and may_agree(other, asked_as=asker, target=target)):
        return
    pairs = [{one, two} for one in asker & ADMINISTRATORS for two in other & ADMINISTRATORS if one != two]
    assert pairs, "two of one office"
    assert SECURITY in target or any(SECURITY in pair for pair in pairs)
    assert target & ADMINISTRATORS or SYSTEM in asker


@given(target=OFFICES, asker=st.sampled_from(sorted(ADMINISTRATORS)))
def test_whoever_may_ask_finds_one_who_may_agree(target: frozenset[str], asker: str) -> None:
    """Also when the one office of the person has nobody else: the other two of three are enough."""
    if may_ask({asker}, target=target):
        others = ADMINISTRATORS - {asker} - (target if len(target & ADMINISTRATORS) == 1 else set())
        assert any(may_agree({other}, asked_as={asker}, target=target) for other in others)


def test_two_system_administrators_do_not_open_the_security_administrators_account() -> None:
    assert not may_agree({SYSTEM}, asked_as={SYSTEM}, target={SECURITY})
    assert may_agree({AUDIT}, asked_as={SYSTEM}, target={SECURITY})


def test_a_key_that_was_handed_back_opens_nothing() -> None:
    assert not may_agree({SECURITY}, asked_as=set(), target=set())
