"""What encrypts and reads backups: a key file, or a passphrase that is asked for or stands in a file.

Neither is ever a word of the command line, which other accounts of the machine can read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands.declaration import Option
from leadctl.commands.session import Session
from leadctl.errors import Refused, os_reason
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.store.safety.encryption import Secret

# Names, no secrets: of a variable, and of what stands for a passphrase on the command line.
PASSPHRASE_FILE = "LEADCTL_PASSPHRASE_FILE"  # nosec B105
BY_PASSPHRASE = "-"  # nosec B105

EncryptTo = Annotated[
    str | None, Option("--encrypt-to", "KEYFILE", "Encrypt it for the keys in this file; -: with a passphrase.")
]
Key = Annotated[str | None, Option("--key", "KEYFILE", "The key file that reads an encrypted backup.")]


def read_secret(session: Session, key: str) -> Secret:
    """What a new backup is encrypted with. Raises Refused for what is no key file, and for a passphrase that is empty
    or typed differently the second time."""
    from leadctl.store.safety.encryption import Secret, read_key_file

    if key != BY_PASSPHRASE:
        return read_key_file(Path(key).expanduser())
    return Secret(passphrase=_read_passphrase(session, twice=True))


@contextmanager
def open_backup(session: Session, file: Path, key: str | None) -> Iterator[Path]:
    """The path at which a backup is read: its own, or while the block lasts that of what it holds decrypted.

    Raises Refused where it is encrypted and nothing says with what.
    """
    if not file.is_file() or not _is_encrypted(file):
        yield file
        return
    from leadctl.store.safety.encryption import Secret, open_decrypted, read_key_file, takes_passphrase

    if takes_passphrase(file):
        secret = Secret(passphrase=_read_passphrase(session, twice=False))
    elif key is None:
        raise Refused("{source} is encrypted; name the key file that reads it: --key KEYFILE", source=file)
    else:
        secret = read_key_file(Path(key).expanduser())
    with open_decrypted(file, secret, beside=session.path.absolute().parent) as plain:
        yield plain


def _is_encrypted(file: Path) -> bool:
    from leadctl.store.safety.encryption import is_encrypted

    try:
        return is_encrypted(file)
    except OSError:
        return False


def _read_passphrase(session: Session, *, twice: bool) -> str:
    """The first line of the file that LEADCTL_PASSPHRASE_FILE names, else what is typed without being shown."""
    named = os.environ.get(PASSPHRASE_FILE)
    if named:
        try:
            with open(os.path.expanduser(named), encoding="utf-8") as file:
                passphrase = file.readline().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            why = os_reason(error) if isinstance(error, OSError) else str(error.reason)
            raise Refused(
                "{name} names {file}, which cannot be read: {why}.", name=PASSPHRASE_FILE, file=named, why=why
            ) from error
    elif sys.stdin.isatty():
        import getpass

        passphrase = getpass.getpass(session.say(N_("Passphrase: ")))
        if twice and passphrase != getpass.getpass(session.say(N_("Once more: "))):
            raise Refused("The two passphrases differ; nothing was written.")
    else:
        raise Refused(
            "A passphrase is asked for at the terminal; a script puts it into a file that {name} names.",
            name=PASSPHRASE_FILE,
        )
    if not passphrase:
        raise Refused("An empty passphrase protects nothing.")
    return passphrase
