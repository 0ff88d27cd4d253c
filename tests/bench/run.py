"""Entry point of the benchmarks: ``python tests/bench/run.py --help``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(import_module("tests.bench.harness").main(sys.argv[1:]))
