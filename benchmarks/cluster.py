"""``python -m benchmarks.cluster [N_ROWS]``: a map from files, by a small cluster.

Writes a mixture of 200 clusters (synthetic, N_ROWS x 64 float32) as Parquet and as Zarr,
which are cut into other blocks. Then makes a folder of tiles in four colorings, with texts,
three times: in memory, without a cluster; on two workers of one thread and 1 GB from Zarr;
and from Parquet, while a worker is killed in the fits and another among the tiles. All
files must have the same bytes. Prints what each step took, and what a hundred times as many
rows would take by that. Needs distributed, pyarrow and zarr; ``--folder`` says where.
"""

import argparse
import contextlib
import filecmp
import logging
import os
import signal
import tempfile
import threading
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil

from skcolor import LandmarkTSNE, recipes
from skcolor.plotting import save_tiles

N_FEATURES = 64
N_CLUSTERS = 200
RECIPES = ("pca", "pca_argmax", "pca_pack", "kmeans_30")
FILE_ROWS = 125_000  # of a file of Parquet
ZARR_ROWS = 131_072  # of a chunk of Zarr
N_SAMPLED = 20_000
N_LANDMARKS = 1_000
MEMORY = "1GB"
GIB = 2**30

# Amazon EC2, m7g on demand, us-east-1: $0.0816 an hour for 2 vCPU with 8 GiB, as listed on
# 2026-06-17 by factualminds.com/blog/amazon-ec2-on-demand-pricing-instance-families-2026.
DOLLARS = 0.0816 / 2  # for an hour of a vCPU
N_VCPUS = 64  # of workers
CLIENT_VCPUS = 16
NETWORK = 1.5e9 / 8  # bytes a second for each vCPU: 12.5 Gbit/s for 8


def write_rows(folder, n_rows):
    """Write the rows once as Parquet, with texts, and once as Zarr."""
    import pandas as pd
    import zarr

    (folder / "rows.parquet").mkdir()
    shape = (n_rows, N_FEATURES)
    chunks = (ZARR_ROWS, N_FEATURES)
    array = zarr.create_array(folder / "rows.zarr", shape=shape, chunks=chunks, dtype="f4")
    rng = np.random.default_rng(0)
    centers = rng.normal(size=(N_CLUSTERS, N_FEATURES)).astype(np.float32)
    kept, written = np.empty((0, N_FEATURES), np.float32), 0
    for i, start in enumerate(range(0, n_rows, FILE_ROWS)):
        size = min(FILE_ROWS, n_rows - start)
        groups = rng.integers(0, N_CLUSTERS, size)
        X = rng.standard_normal((size, N_FEATURES), dtype=np.float32)
        X *= np.linspace(0.8, 0.2, N_FEATURES, dtype=np.float32)
        X += centers[groups]
        frame = pd.DataFrame(X, columns=[f"f{j}" for j in range(N_FEATURES)])
        frame["text"] = [f"document {row}" for row in range(start, start + size)]
        frame.to_parquet(folder / "rows.parquet" / f"part-{i:05d}.parquet")
        kept = np.concatenate([kept, X])
        stop = len(kept) if start + size == n_rows else len(kept) // ZARR_ROWS * ZARR_ROWS
        array[written : written + stop] = kept[:stop]
        kept, written = kept[stop:], written + stop


class Texts:
    """The texts of the rows, made when they are asked for."""

    def __init__(self, n_rows):
        self.shape = (n_rows,)

    def __len__(self):
        return self.shape[0]

    def __getitem__(self, rows):
        return [f"document {row}" for row in range(*rows.indices(len(self)))]


def open_zarr(folder):
    """Rows of Zarr, and their texts."""
    import dask.array as da

    X = da.from_zarr(folder / "rows.zarr")
    return X, Texts(len(X))


def open_parquet(folder):
    """Rows of Parquet, and their texts."""
    import dask.dataframe as dd

    frame = dd.read_parquet(folder / "rows.parquet")
    X = frame[[f"f{j}" for j in range(N_FEATURES)]].to_dask_array().compute_chunk_sizes()
    return X, frame["text"]


@dataclass
class Step:
    """What a step took."""

    name: str
    seconds: float
    client: float  # CPU seconds
    workers: float
    n_read: int
    n_moved: int


@dataclass
class Watch:
    """Follows the memory, processor time and files of this process and its workers."""

    steps: list = field(default_factory=list)
    peak_client: int = 0
    peak_worker: int = 0
    last: dict = field(default_factory=dict)
    done: threading.Event = field(default_factory=threading.Event)

    def look(self):
        """Note how each process stands; those that are gone keep what they had."""
        own = psutil.Process()
        self.peak_client = max(self.peak_client, own_memory(own.pid))
        for child in own.children(recursive=True):
            with contextlib.suppress(psutil.Error, OSError):
                times = child.cpu_times()
                self.last[child.pid] = times.user + times.system, read_bytes(child.pid)
                self.peak_worker = max(self.peak_worker, own_memory(child.pid))

    def run(self):
        """Look again and again, until all is done."""
        while not self.done.wait(0.05):
            self.look()

    def totals(self):
        """Processor time and bytes read of all workers so far."""
        self.look()
        return tuple(map(sum, zip((0, 0), *self.last.values(), strict=True)))

    @contextlib.contextmanager
    def step(self, name, count_moved):
        """Measure what is done within."""
        before, moved = self.totals(), count_moved()
        start, own = time.perf_counter(), time.process_time()
        yield
        seconds, own = time.perf_counter() - start, time.process_time() - own
        cpu, n_read = (now - then for now, then in zip(self.totals(), before, strict=True))
        self.steps.append(Step(name, seconds, own, cpu, n_read, count_moved() - moved))


def own_memory(pid):
    """Memory of a process without files that the system may drop."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    own = (int(line.split()[1]) for line in lines if line.startswith("RssAnon"))
    return 1024 * next(own, 0)  # a process that has ended has none


def read_bytes(pid):
    """Bytes that a process has read from files."""
    return int(Path(f"/proc/{pid}/io").read_text().split()[1])


def size_on_disk(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


@contextlib.contextmanager
def watching():
    watch = Watch()
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield watch
    finally:
        watch.done.set()
        thread.join()


def make_map(X, texts, path, watch, count_moved=lambda: 0, *, before_step=lambda _: None):
    """The layout and the colorings, fitted to X, and the folder of tiles."""
    before_step("layout")
    with watch.step("fit the layout to a sample", count_moved):
        sample = np.asarray(X[:: max(1, len(X) // N_SAMPLED)])
        tsne = LandmarkTSNE(2, n_landmarks=N_LANDMARKS, random_state=0).fit(sample)
    colorings = {}
    for name in RECIPES:
        before_step(name)
        with watch.step(f"fit `{name}`", count_moved):
            colorings[name] = recipes.RECIPES[name]().fit(X)
    before_step("tiles")
    with watch.step("color, place, write tiles", count_moved):
        colors = {name: fitted.transform(X) for name, fitted in colorings.items()}
        save_tiles(path, tsne.transform(X), colors, hover=texts, title="Mixture")


@contextlib.contextmanager
def cluster_of_two():
    """A client of two workers with one thread and little memory each."""
    import distributed

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, memory_limit=MEMORY, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def bytes_sent(dask_worker):
    return dask_worker.transfer_outgoing_bytes_total


def in_memory(folder):
    """The map of rows in memory, fitted as one block, in the threads of this process."""
    import dask.array as da
    import zarr

    X = zarr.open_array(folder / "rows.zarr")[:]
    with watching() as watch:
        blocks = da.from_array(X, chunks=-1)
        make_map(blocks, Texts(len(X)), folder / "memory", watch)
    return watch


def on_cluster(folder):
    """The map of rows in Zarr, by two workers."""
    with cluster_of_two() as client:

        def count_moved():
            return sum(client.run(bytes_sent).values())

        with watching() as watch:
            make_map(*open_zarr(folder), folder / "cluster", watch, count_moved)
    return watch


def with_killed_workers(folder, expected):
    """The map of rows in Parquet, by workers of which two are killed."""
    killed, timers = [], []
    with cluster_of_two() as client, watching() as watch:

        def kill():
            pids = sorted(client.run(os.getpid).values())
            if len(pids) > 1:  # one that was killed before may not have come back
                os.kill(pids[0], signal.SIGKILL)
                killed.append(pids[0])

        def before_step(name):
            for timer in timers:
                timer.join()
            if name in ("pca", "tiles"):  # in the middle, by what it took before
                step = next(s for s in expected if name in s.name)
                timers.append(threading.Timer(step.seconds / 3, kill))
                timers[-1].start()

        with watch.step("count the rows of Parquet", lambda: 0):
            X, texts = open_parquet(folder)
        make_map(X, texts, folder / "killed", watch, before_step=before_step)
    return watch, killed


def same_files(first, second):
    """Number of files of two folders, all of which must be the same."""
    names = [file.relative_to(first) for file in first.rglob("*") if file.is_file()]
    _, unlike, missing = filecmp.cmpfiles(first, second, names, shallow=False)
    if unlike or missing:
        raise SystemExit(f"{first} and {second} differ: {unlike[:5]} {missing[:5]}")
    return len(names)


def print_steps(watch):
    print("| step | seconds | CPU s, workers | CPU s, client | GiB read | GiB moved |")
    print("|---|---|---|---|---|---|")
    total = Step("all", *np.sum([list(vars(s).values())[1:] for s in watch.steps], axis=0))
    for s in (*watch.steps, total):
        moved = "" if s.n_moved == 0 else f"{s.n_moved / GIB:.2f}"
        print(
            f"| {s.name} | {s.seconds:.1f} | {s.workers:.1f} | {s.client:.1f} "
            f"| {s.n_read / GIB:.2f} | {moved} |"
        )
    print(
        f"\npeak memory: {watch.peak_worker / 1e6:.0f} MB of a worker (limit {MEMORY}), "
        f"{watch.peak_client / 1e6:.0f} MB of the client\n"
    )
    return total


def print_model(n_rows, steps):
    """What more rows would take, if each took as long as here.

    Workers wait for the processor or the network, whichever takes longer. Then the client
    writes alone, in one thread, when an adaptive cluster has given idle workers back. What
    the client does in the first fit does not grow with the rows.
    """
    *fits, tiles = steps
    print(f"| modeled | read | sent | fits | colors | writing | dollars, {N_VCPUS} vCPU |")
    print("|---|---|---|---|---|---|---|")
    for n in (10**8, 10**9):
        scale = n / n_rows
        n_read = scale * sum(s.n_read for s in steps)
        n_sent = n * (8 + 3 * len(RECIPES))
        fitting, coloring = (
            max(
                scale * sum(s.workers for s in some) / N_VCPUS,
                scale * sum(s.n_read for s in some) / N_VCPUS / NETWORK,
            )
            for some in (fits, [tiles])
        )
        fitting += fits[0].client
        writing = scale * tiles.client
        paid = N_VCPUS * (fitting + coloring)
        paid += CLIENT_VCPUS * (fitting + coloring + writing)
        print(
            f"| {n:,} rows | {n_read / 1e9:,.0f} GB | {n_sent / 1e9:,.0f} GB "
            f"| {fitting:,.0f} s | {coloring:,.0f} s | {writing:,.0f} s "
            f"| {paid / 3600 * DOLLARS:.2f} |"
        )


def main(folder, n_rows):
    warnings.simplefilter("ignore")
    start = time.perf_counter()
    write_rows(folder, n_rows)
    print(f"{n_rows:,} rows written in {time.perf_counter() - start:.0f} s", end="")
    for name in ("rows.zarr", "rows.parquet"):
        print(f"; {name}: {size_on_disk(folder / name) / GIB:.2f} GiB", end="")
    print("\n\nin memory:\n")
    print_steps(in_memory(folder))
    print("from Zarr, on two workers:\n")
    undisturbed = on_cluster(folder)
    print_steps(undisturbed)
    print("from Parquet, with killed workers:\n")
    watch, killed = with_killed_workers(folder, undisturbed.steps)
    print_steps(watch)
    same_files(folder / "memory", folder / "cluster")
    n_files = same_files(folder / "memory", folder / "killed")
    print(f"{len(killed)} workers killed; all {n_files} files have the same bytes\n")
    print_model(n_rows, undisturbed.steps)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("n_rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--folder", help="where to write; kept only if it exists already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as work:
        main(Path(work), given.n_rows)
