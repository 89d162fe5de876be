"""How memory and time of `open_large` grow with rows: the same tables from Parquet files of two sizes.

    python benchmarks/large_memory.py [--rows 2000000 10000000] [--units 2000]

Each measurement is a process of its own; memory is its peak. The limit: five times the rows take at most 1.5 times the
memory.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import surveykit as sk

GROUP = 500_000  # rows written at once
LEVELS = {"job": 5, "region": 6, "sex": 2}


def write_rows(path: Path, rows: int, units: int) -> None:
    """A file of answers drawn at random."""
    draw, writer = np.random.default_rng(46), None
    for start in range(0, rows, GROUP):
        size = min(GROUP, rows - start)
        columns = {name: pa.DictionaryArray.from_arrays(pa.array(draw.integers(0, k, size), pa.int8()),
                                                        pa.array([f"{name}_{place}" for place in range(k)])).cast(
                                                            pa.string()) for name, k in LEVELS.items()}
        unit = draw.integers(0, units, size)
        columns |= {"unit": pa.array(unit, pa.int32()), "stratum": pa.array(unit % 50, pa.int32()),
                    "w": pa.array(draw.lognormal(size=size)), "pay": pa.array(draw.normal(5_000, 900, size))}
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def codebook() -> sk.Codebook:
    """What the columns mean."""
    closed = [sk.Item(name, "single", {"en": name}, tuple(
        sk.Option(f"{name}_{place}", {"en": str(place)}) for place in range(k))) for name, k in LEVELS.items()]
    return sk.Codebook((*closed, *(sk.Item(name, "number", {"en": name}) for name in ("unit", "stratum", "w", "pay"))))


def measure(path: str) -> dict[str, float]:
    """Seconds and peak MiB of a table with its test and of means, under a design."""
    begun = time.process_time()
    survey = sk.set_design(sk.open_large(path, codebook()), weight="w", strata="stratum", psu="unit")
    opened = time.process_time()
    sk.association(survey, "job", by="region")
    sk.crosstab(survey, "job", by="region")
    crossed = time.process_time()
    sk.means(survey, "pay", by="sex", where="pay > 4000")
    return {"open": opened - begun, "crosstab and test": crossed - opened, "means": time.process_time() - crossed,
            "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    """Write, measure in child processes, print ratios."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, nargs=2, default=[2_000_000, 10_000_000])
    asked.add_argument("--units", type=int, default=2_000)
    asked.add_argument("--measure")
    given = asked.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for rows in given.rows:
            path = Path(folder) / f"{rows}.parquet"
            write_rows(path, rows, given.units)
            answer = subprocess.run([sys.executable, __file__, "--measure", str(path)], capture_output=True, text=True,
                                    check=True)
            found.append(json.loads(answer.stdout))
            print(f"{rows:,} rows:", ", ".join(f"{name} {value:.2f}" for name, value in found[-1].items()))
            path.unlink()
    print(f"memory: {found[1]['MiB'] / found[0]['MiB']:.2f} times (limit 1.5)")


if __name__ == "__main__":
    main()
