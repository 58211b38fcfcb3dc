"""Run every benchmark of this folder that has a ``main``."""

import importlib
import pkgutil
import sys

import tests.bench


def run() -> int:
    """Run them in the order of their names; 1 when one says so."""
    worst = 0
    for found in pkgutil.iter_modules(tests.bench.__path__):
        if found.name.startswith("_"):
            continue
        module = importlib.import_module(f"tests.bench.{found.name}")
        if main := getattr(module, "main", None):
            print(f"== {found.name}", flush=True)
            worst = max(worst, main([]) or 0)
    return worst


if __name__ == "__main__":
    sys.exit(run())
