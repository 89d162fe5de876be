"""How long the reports take: each notebook alone, then all, in wall and CPU seconds.

    python benchmarks/report_time.py
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def timed(notebooks: list[Path]) -> tuple[float, float]:
    """Wall and CPU seconds of `surveykit report` for these notebooks, kernels included."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "surveykit.cli", "report", *map(str, notebooks), "--to", folder],
                       check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - started, cpu


def main() -> None:
    """Print a line per notebook and one for all."""
    notebooks = sorted(Path("notebooks").glob("*.ipynb"))
    for chosen in [*([path] for path in notebooks), notebooks]:
        wall, cpu = timed(chosen)
        name = chosen[0].stem if len(chosen) == 1 else f"all {len(chosen)}"
        print(f"{name:<36} {wall:6.1f} s wall {cpu:6.1f} s CPU")


if __name__ == "__main__":
    main()
