"""The vault opens what it sealed, for the place it was sealed for, and nothing else."""

import pytest

from connectors.errors import CannotOpen
from connectors.vault import Vault

OLD, NEW = b"o" * 32, b"n" * 32
PLACE = b"instance 7 /newPassword"
SECRET = "松溪-Secret-1".encode()


def test_a_secret_comes_back_and_does_not_show() -> None:
    vault = Vault([OLD])
    sealed = vault.seal(SECRET, PLACE)
    assert vault.open(sealed, PLACE) == SECRET
    assert SECRET not in sealed
    assert vault.seal(SECRET, PLACE) != sealed


def test_an_empty_secret_is_a_secret() -> None:
    vault = Vault([OLD])
    assert vault.open(vault.seal(b"", PLACE), PLACE) == b""


def test_sealed_bytes_do_not_open_in_another_place() -> None:
    vault = Vault([OLD])
    with pytest.raises(CannotOpen):
        vault.open(vault.seal(SECRET, PLACE), b"instance 8 /newPassword")


def test_any_changed_byte_is_noticed() -> None:
    vault = Vault([OLD])
    sealed = vault.seal(SECRET, PLACE)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(CannotOpen):
            vault.open(bytes(changed), PLACE)


@pytest.mark.parametrize("length", [0, 1, 5, 16, 17, 32])
def test_a_cut_seal_is_refused(length: int) -> None:
    vault = Vault([OLD])
    with pytest.raises(CannotOpen):
        vault.open(vault.seal(SECRET, PLACE)[:length], PLACE)


def test_keys_change_without_losing_anything() -> None:
    sealed = Vault([OLD]).seal(SECRET, PLACE)
    both = Vault([NEW, OLD])
    assert both.open(sealed, PLACE) == SECRET
    assert not both.is_current(sealed)
    again = both.seal(SECRET, PLACE)
    assert both.is_current(again)
    assert Vault([NEW]).open(again, PLACE) == SECRET
    with pytest.raises(CannotOpen):
        Vault([NEW]).open(sealed, PLACE)


@pytest.mark.parametrize("keys", [[], [b"short"], [OLD, b""]])
def test_a_vault_without_good_keys_is_refused(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        Vault(keys)
