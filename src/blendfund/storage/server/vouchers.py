"""Vouchers that a server keeps for everybody; those looked at are mirrored."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from blendfund.domain.errors import StorageRefused
from blendfund.storage.vouchers import Vouchers, write

if TYPE_CHECKING:
    from pathlib import Path

    from blendfund.storage.server.connection import Server


class ServerVouchers(Vouchers):
    """The files that a ledger's facts name, kept on its server."""

    def __init__(self, mirror: Path, server: Server, ledger_id: int) -> None:
        super().__init__(mirror)
        self.server = server
        self.ledger_id = ledger_id

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a file once, in a transaction of its own."""
        sql = "INSERT INTO voucher VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
        given = (self.ledger_id, bytes.fromhex(digest), content)
        with self.server.refusing(), self.server.opened() as connection:
            connection.exec_driver_sql(sql, given)
            connection.commit()
        self._mirror(digest, content)

    def content(self, digest: str) -> bytes | None:
        """Give a file's content, from the mirror once it was there."""
        mirrored = super().content(digest)
        if mirrored is not None:
            return mirrored
        sql = "SELECT content FROM voucher WHERE ledger_id = %s AND sha256 = %s"
        with self.server.refusing(), self.server.opened() as connection:
            given = (self.ledger_id, bytes.fromhex(digest))
            found = connection.exec_driver_sql(sql, given).scalar_one_or_none()
        if found is None or sha256(found).hexdigest() != digest:
            return None
        self._mirror(digest, found)
        return bytes(found)

    def holds(self, digest: str) -> bool:
        """Tell whether the server, or the mirror, keeps a file of this content.

        What was forgotten may still be on the server: its tables let nothing be deleted,
        so that no account that writes can. Their owner alone takes it away.
        """
        sql = "SELECT count(*) FROM voucher WHERE ledger_id = %s AND sha256 = %s"
        given = (self.ledger_id, bytes.fromhex(digest))
        with self.server.refusing(), self.server.engine.connect() as connection:
            found = connection.exec_driver_sql(sql, given).scalar_one()
        return bool(found) or super().holds(digest)

    def _mirror(self, digest: str, content: bytes) -> None:
        """Keep a file here too, where that can be: it is read all the same."""
        place = self.place(digest)
        with suppress(StorageRefused, OSError):
            place.unlink(missing_ok=True)
            write(place, content)
