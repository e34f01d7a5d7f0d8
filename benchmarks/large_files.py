"""``python -m benchmarks.large_files [N_ROWS]``: memory of commands for large files.

Writes N_ROWS x 64 float32 (synthetic) as .npy, .parquet (columns, and lists) and .zarr, and
colors each by ``python -m skcolor color --recipe pca_pack`` as a file that is too large for
memory. Prints the most memory that each took beyond its imports, without the pages of
mapped files, and whether all colors have the same bytes. Needs pyarrow and zarr.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

N_FEATURES = 64
GROUP_ROWS = 100_000  # of a row group of Parquet, and of a chunk of Zarr
FILES = ("rows.npy", "columns.parquet", "lists.parquet", "rows.zarr")
# Prints the most memory in MB, looked at every 5 ms.
COLOR = """
import sys, threading, time
import pyarrow.parquet, zarr, skcolor.recipes, skcolor.cli._color
from skcolor.__main__ import main
from skcolor.cli.readers import spool
from benchmarks.cluster import own_memory

def watch():
    while True:
        peaks.append(max(peaks[-1], own_memory("self")))
        time.sleep(0.005)

spool.LARGE_BYTES = 2**25
peaks = [own_memory("self")]
threading.Thread(target=watch, daemon=True).start()
main(["color", sys.argv[1], "--recipe", "pca_pack", "--out", sys.argv[2]])
print((peaks[-1] - peaks[0]) / 1e6)
"""


def write_files(folder, n_rows):
    import pyarrow as pa
    import pyarrow.parquet as pq
    import zarr

    X = np.random.default_rng(0).standard_normal((n_rows, N_FEATURES), dtype=np.float32)
    np.save(folder / "rows.npy", X)
    columns = {f"x{j}": X[:, j] for j in range(N_FEATURES)}
    lists = {"embedding": pa.FixedSizeListArray.from_arrays(X.ravel(), N_FEATURES)}
    for name, table in (("columns.parquet", columns), ("lists.parquet", lists)):
        pq.write_table(pa.table(table), folder / name, row_group_size=GROUP_ROWS)
    chunks = (GROUP_ROWS, N_FEATURES)
    array = zarr.create_array(
        folder / "rows.zarr", shape=X.shape, chunks=chunks, dtype="f4"
    )
    array[:] = X


def main(folder, n_rows):
    write_files(folder, n_rows)
    print(f"{n_rows:,} x {N_FEATURES}: {4 * n_rows * N_FEATURES / 1e6:.0f} MB\n")
    print("| file | MB | colors |")
    print("|---|---|---|")
    colors = []
    for name in FILES:
        out = folder / "colors.npy"
        command = [sys.executable, "-W", "ignore", "-c", COLOR, folder / name, out]
        said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        colors.append(out.read_bytes())
        same = "same" if colors[-1] == colors[0] else "OTHER"
        print(f"| {name} | {float(said.splitlines()[-1]):.0f} | {same} |", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        main(Path(work), int(sys.argv[1]) if len(sys.argv) > 1 else 600_000)
