"""What names Dean is sealed for its own row and column, and opens nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.vault import Vault, WontOpen

OLD, NEW = Vault(["the old key"]), Vault(["the new key", "the old key"])
DEAN = {"first_name": "Dean", "phone": "+447700900001"}


def test_what_is_sealed_opens_again_and_cannot_be_read_meanwhile() -> None:
    box = OLD.seal("person.private", "row-1", DEAN)
    assert OLD.open("person.private", "row-1", box) == DEAN
    assert b"Dean" not in box and b"7700900001" not in box


@pytest.mark.parametrize("place", [("person.private", "row-2"), ("person.facts", "row-1")])
def test_a_value_copied_to_another_row_or_column_does_not_open(place: tuple[str, str]) -> None:
    box = OLD.seal("person.private", "row-1", DEAN)
    with pytest.raises(WontOpen, match="another row") as error:
        OLD.open(*place, box)
    assert "Dean" not in str(error.value)


@pytest.mark.parametrize("byte", [0, 3, 8, 20, -1])
def test_a_changed_byte_anywhere_is_noticed(byte: int) -> None:
    box = bytearray(OLD.seal("person.private", "row-1", DEAN))
    box[byte] ^= 1
    with pytest.raises(WontOpen):
        OLD.open("person.private", "row-1", bytes(box))


def test_the_envelope_names_its_version_and_its_key() -> None:
    first, second = (vault.seal("a.b", "1", "x") for vault in (OLD, NEW))
    assert first[:1] == second[:1] == b"\x01"
    assert first[1:5] != second[1:5]


def test_the_same_words_never_seal_to_the_same_bytes() -> None:
    assert OLD.seal("a.b", "1", "x") != OLD.seal("a.b", "1", "x")


def test_a_new_key_opens_what_the_old_one_sealed_and_not_the_other_way_round() -> None:
    assert NEW.open("a.b", "1", OLD.seal("a.b", "1", "Dean")) == "Dean"
    with pytest.raises(WontOpen, match="DATA_KEYS"):
        OLD.open("a.b", "1", NEW.seal("a.b", "1", "Dean"))


def test_dean_is_still_found_by_his_number_after_a_key_was_added() -> None:
    assert NEW.hash("phone", "+447700900001") == OLD.hash("phone", "+447700900001")


def test_one_hash_for_numbers_says_nothing_of_references() -> None:
    assert OLD.hash("phone", "1") != OLD.hash("reference", "1")
    assert OLD.hash("phone", "1") != Vault(["another key"]).hash("phone", "1")


def test_nothing_stays_nothing_and_no_key_is_refused() -> None:
    assert OLD.open("a.b", "1", None) is None
    with pytest.raises(ValueError, match="DATA_KEYS"):
        Vault([])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_whatever_json_can_hold_comes_back(value: object) -> None:
    try:
        str(value).encode()
    except UnicodeEncodeError:
        return
    assert OLD.open("a.b", "1", OLD.seal("a.b", "1", value)) == value
