"""`surveykit` and `python -m surveykit`: the version at once, everything else from the command line proper."""

import os
import sys
from importlib import import_module

import surveykit


def main() -> None:
    """Answer `--version` without loading anything; else run the command line."""
    try:
        if sys.argv[1:] == ["--version"]:
            print(f"surveykit {surveykit.__version__}", flush=True)
        else:
            import_module("surveykit.cli").main()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(70)
    finally:
        _give_up_unwritten()


def _give_up_unwritten() -> None:
    """Send away what standard output cannot take any more: Python would try once more, fail and end with 120."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
