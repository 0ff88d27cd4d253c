"""The demo on PostgreSQL: a server for the occasion, the real commands, and it is gone."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
STARTING = "Démarrage d'un serveur PostgreSQL / starting a PostgreSQL server ..."
STOPPED = "Serveur arrêté, son registre avec lui / server stopped, its ledger gone with it."


def main(arguments: list[str]) -> int:
    """Start a server, show the fictitious fund on it, stop the server."""
    spec = importlib.util.spec_from_file_location("server", HERE / "server.py")
    assert spec is not None
    assert spec.loader is not None
    server = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(server)
    print(STARTING, file=sys.stderr, flush=True)
    postgres = server.Postgres().make()
    with tempfile.TemporaryDirectory(prefix="blendfund-mirrors-") as mirrors:
        try:
            url = postgres.start().url("postgres", ledger="demo")
            blendfund = Path(sys.executable).with_name("blendfund")
            command = [str(blendfund), "demo", "--server", url, *arguments]
            env = {**os.environ, "BLENDFUND_CACHE": mirrors}
            return subprocess.call(command, env=env)  # noqa: S603 -- our own command
        finally:
            postgres.drop()
            print(STOPPED, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
