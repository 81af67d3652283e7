"""The vault: secrets encrypted at rest with AES-256-GCM, each bound to its place (design decision 11)."""

import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from connectors.errors import CannotOpen

_FORMAT = b"\x01"
_TAG, _NONCE = 4, 12


class Vault:
    """Seals and opens short secrets.

    Sealed bytes are: format (1), tag of the key (4), nonce (12), ciphertext with its check (n + 16). The
    context is not stored but must be told again: sealed bytes moved to another row do not open there.

    Parameters
    ----------
    keys
        Of at least 32 random bytes each, kept outside the database. The first seals, all of them open: to
        change keys, put the new one first and seal everything again.

    Raises
    ------
    ValueError
        If there is no key, or one is too short.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) < 32 for key in keys):
            raise ValueError("a vault needs keys of at least 32 bytes")
        derived = [_derive(key) for key in keys]
        self._ciphers = {_tag(key): AESGCM(key) for key in reversed(derived)}
        self._first = _tag(derived[0])

    def seal(self, secret: bytes, context: bytes) -> bytes:
        """Encrypt a secret for one place; sealing twice gives different bytes."""
        nonce = os.urandom(_NONCE)
        head = _FORMAT + self._first
        return head + nonce + self._ciphers[self._first].encrypt(nonce, secret, head + context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt what was sealed for this place.

        Raises
        ------
        CannotOpen
            If the key is not among ours, the context is another, or the bytes were changed.
        """
        head, nonce = sealed[: 1 + _TAG], sealed[1 + _TAG : 1 + _TAG + _NONCE]
        cipher = self._ciphers.get(head[1:])
        if head[:1] != _FORMAT or cipher is None or len(nonce) != _NONCE:
            raise CannotOpen
        try:
            return cipher.decrypt(nonce, sealed[1 + _TAG + _NONCE :], head + context)
        except InvalidTag as error:
            raise CannotOpen from error

    def is_current(self, sealed: bytes) -> bool:
        """Tell whether sealed bytes were sealed with the first key, or are to be sealed again."""
        return sealed[: 1 + _TAG] == _FORMAT + self._first


def _derive(key: bytes) -> bytes:
    # One purpose, one key: the same master key may serve elsewhere under another label.
    return HKDF(hashes.SHA256(), length=32, salt=None, info=b"tongban vault 1").derive(key)


def _tag(key: bytes) -> bytes:
    return hashlib.sha256(b"tag" + key).digest()[:_TAG]
