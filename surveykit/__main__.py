"""`surveykit` and `python -m surveykit`: the version at once, everything else from the command line proper."""

import sys
from importlib import import_module

import surveykit


def main() -> None:
    """Answer `--version` without loading anything; else run the command line."""
    if sys.argv[1:] == ["--version"]:
        try:
            print(f"surveykit {surveykit.__version__}", flush=True)
        except OSError as error:
            sys.stderr.write(f"{error}\n")
            sys.exit(70)
    else:
        import_module("surveykit.cli").main()


if __name__ == "__main__":
    main()
