"""Backups that are encrypted, in the format of age (extra ``encrypt``): for a key file, or with a passphrase.

A key file holds secret keys (``AGE-SECRET-KEY-1...``, which read and write) or public ones (``age1...``, which only
write), a line each; lines that begin with ``#`` are comments, as ``age-keygen`` makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import ModuleType

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import LeadctlError, Refused, Sentence, StoreUnusable, missing_extra, os_reason
from leadctl.files import make_scratch_folder, replace_file
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import BinaryIO

SUFFIX = ".age"
"""What is added to the name of a backup that is encrypted."""

_MAGIC = b"age-encryption.org/v1"
_BY_PASSPHRASE = b"-> scrypt "
_LARGEST_KEY_FILE = 100_000


class Secret(NamedTuple):
    """What encrypts or reads a backup: the lines of a key file, or a passphrase; the other one is empty."""

    keys: tuple[str, ...] = ()
    passphrase: str = ""


def is_encrypted(file: Path) -> bool:
    """Whether a file is encrypted in the format of age. Raises OSError where it cannot be read."""
    with file.open("rb") as content:
        return content.read(len(_MAGIC)) == _MAGIC


def takes_passphrase(file: Path) -> bool:
    """Whether an encrypted file is read with a passphrase, and not with a key."""
    with file.open("rb") as content:
        return _BY_PASSPHRASE in content.read(200)


def make_key_file(file: Path) -> str:
    """Write a new secret key into a file that is not there yet (0600); returns its public key."""
    age = _load_age()
    identity = age.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with replace_file(file, mode=0o600, over=False) as unfinished:
            unfinished.write_text(f"# public key: {public}\n{identity}\n", encoding="ascii")
    except OSError as error:
        raise Refused("{target} cannot be written: {why}.", target=file, why=os_reason(error)) from error
    return public


def read_key_file(file: Path) -> Secret:
    """The keys in a file. Raises Refused for what is no key file."""
    try:
        with file.open(encoding="ascii") as content:
            lines = content.read(_LARGEST_KEY_FILE).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = os_reason(error) if isinstance(error, OSError) else Sentence("it is no key file")
        raise Refused("The key file {file} cannot be read: {why}.", file=file, why=why) from error
    keys = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    if not keys or any(not key.upper().startswith(("AGE-SECRET-KEY-1", "AGE1")) for key in keys):
        raise Refused("The key file {file} cannot be read: {why}.", file=file, why=Sentence("it is no key file"))
    return Secret(keys=keys)


def encrypt_into(file: BinaryIO, content: bytes, secret: Secret) -> None:
    """Write the content, encrypted. Raises Refused where the keys are none, or the extra is not installed."""
    age = _load_age()
    if secret.passphrase:
        file.write(age.passphrase.encrypt(content, secret.passphrase))
        return
    try:
        age.encrypt_io(BytesIO(content), file, [_public_key(age, key) for key in secret.keys])
    except (age.IdentityError, age.RecipientError, age.EncryptError) as error:
        raise Refused("The key file holds a key that is none; make one with: leadctl backup --new-key FILE") from error


def _public_key(age: ModuleType, key: str) -> object:
    if key.lower().startswith("age1"):
        return age.x25519.Recipient.from_str(key)
    return age.x25519.Identity.from_str(key).to_public()


@contextmanager
def open_decrypted(file: Path, secret: Secret, beside: Path) -> Iterator[Path]:
    """The path of what an encrypted backup holds, under its own name in a folder (0700) that is gone at the end.

    ``beside``: where that folder is made: beside the store, which lies on that disk in the clear anyway. Messages name
    the backup itself. Raises Refused for the wrong key, StoreUnusable for a damaged file.
    """
    with make_scratch_folder(beside) as folder:
        plain = folder / file.name
        with plain.open("xb") as target:
            _decrypt_into(target, file, secret)
        try:
            yield plain
        except LeadctlError as error:
            error.sentence = _name_backup(error.sentence, plain, file)
            raise


def _name_backup(sentence: Sentence, plain: Path, file: Path) -> Sentence:
    """The sentence with the name of the backup where that of its decrypted copy stands."""
    values = {
        key: _name_backup(value, plain, file)
        if isinstance(value, Sentence)
        else (file if str(value) == str(plain) else value)
        for key, value in sentence.values.items()
    }
    return Sentence(sentence.template, **values)


def _decrypt_into(target: BinaryIO, file: Path, secret: Secret) -> None:
    age = _load_age()
    try:
        if takes_passphrase(file):
            target.write(age.passphrase.decrypt(file.read_bytes(), secret.passphrase))
            return
        secret_keys = [key for key in secret.keys if key.upper().startswith("AGE-SECRET-KEY-1")]
        if not secret_keys:
            raise Refused(
                "{source} is read with a secret key (AGE-SECRET-KEY-1...); this file has public ones.", source=file
            )
        with file.open("rb") as content:
            age.decrypt_io(content, target, [age.x25519.Identity.from_str(key) for key in secret_keys])
    except age.IdentityError as error:
        raise Refused("The key file holds a key that is none; make one with: leadctl backup --new-key FILE") from error
    except (age.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the disk; one without a number says that a part cannot be decrypted
        raise StoreUnusable(
            "{source} cannot be decrypted: the key or passphrase is another one, or the file is damaged.", source=file
        ).with_code("wrong-key") from error


def _load_age() -> ModuleType:
    try:
        import pyrage
    except ImportError as error:
        raise missing_extra("encrypt", error) from error
    module: ModuleType = pyrage
    return module
