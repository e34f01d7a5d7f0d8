"""``python -m benchmarks.rasters [SIDE ...]``: rasters colored by windows.

For rasters of SIDE x SIDE pixels and 64 bands in int8, as satellite embeddings are: peak
memory, and processor time in all and in units of what reading all windows takes. Then the
same raster in four tiles: the largest ΔE at their seams, with one colorer for all, and with
one for each. All tables are of one run; memory is that of a process for one raster.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window
from sklearn.pipeline import make_pipeline

from skcolor import ChannelColorer, CovariancePCA, GamutColorer, ResidualPCA
from skcolor.images import color_raster
from skcolor.paint import delta_e

N_BANDS, N_LATENT, BLOCK = 64, 8, 256
PIPELINES = {
    "CovariancePCA, ChannelColorer": make_pipeline(CovariancePCA(3), ChannelColorer()),
    "CovariancePCA, GamutColorer": make_pipeline(CovariancePCA(3), GamutColorer()),
    "ResidualPCA, GamutColorer": make_pipeline(ResidualPCA(3), GamutColorer()),
}


def profile(height, width, left=0, top=0):
    transform = rasterio.Affine(10, 0, 5e5 + 10 * left, 0, -10, 5e6 - 10 * top)
    return {
        "driver": "GTiff", "height": height, "width": width, "count": N_BANDS,
        "dtype": "int8", "nodata": -128, "crs": "EPSG:32633", "transform": transform,
        "tiled": True, "blockxsize": BLOCK, "blockysize": BLOCK, "compress": "deflate",
        "zlevel": 1, "BIGTIFF": "YES",
    }  # fmt: skip


def make_raster(path, side):
    """Smooth fields, mixed into all bands, with noise; a corner is missing."""
    rng = np.random.default_rng(0)
    mixing = rng.normal(size=(N_BANDS, N_LATENT)).astype(np.float32)
    waves = rng.uniform(0.002, 0.03, size=(2, N_LATENT)).astype(np.float32)
    noise = rng.normal(scale=4, size=(N_BANDS, BLOCK, BLOCK)).astype(np.float32)
    with rasterio.open(path, "w", **profile(side, side)) as file:
        for top in range(0, side, BLOCK):
            for left in range(0, side, BLOCK):
                down, across = np.mgrid[top : top + BLOCK, left : left + BLOCK]
                fields = np.sin(np.multiply.outer(waves[0], down)) * np.cos(
                    np.multiply.outer(waves[1], across)
                )
                bands = 15 * np.einsum("bl,lij->bij", mixing, fields, optimize=True)
                bands += np.roll(noise, rng.integers(N_BANDS, size=3), (0, 1, 2))
                bands = np.clip(np.rint(bands), -127, 127).astype(np.int8)
                bands[:, down + across < side // 8] = -128
                height, width = min(BLOCK, side - top), min(BLOCK, side - left)
                file.write(
                    bands[:, :height, :width], window=Window(left, top, width, height)
                )


def read_all(path):
    with rasterio.Env(GDAL_CACHEMAX=2**28), rasterio.open(path) as file:
        for _, window in file.block_windows(1):
            file.read(window=window)


def measure(call):
    """Processor seconds of a call in a process of its own, and its peak memory in GiB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, call)


def _measured(function, *arguments):
    start = time.process_time()
    function(*arguments)
    return (
        time.process_time() - start,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    )


def seams(folder, path, pipeline):
    """Largest ΔE of tiles to the whole; mean ΔE at a seam with one fit, and with four."""
    with rasterio.open(path) as file:
        side = file.width
        cuts = [0, side // 3, side]
        tiles = []
        for i, (top, bottom) in enumerate(pairwise(cuts)):
            for j, (left, right) in enumerate(pairwise(cuts)):
                tiles.append(folder / f"tile{i}{j}.tif")
                height, width = bottom - top, right - left
                with rasterio.open(
                    tiles[-1], "w", **profile(height, width, left, top)
                ) as tile:
                    tile.write(file.read(window=Window(left, top, width, height)))
    grid = color_raster(path, folder / "whole.tif", pipeline)
    colored = [folder / f"colors-{tile.name}" for tile in tiles]
    color_raster(tiles, colored, grid)
    whole = open_colors(folder / "whole.tif")
    one = delta_e(put_together(colored), whole).max()
    for tile, result in zip(tiles, colored, strict=True):
        color_raster(tile, result, pipeline)
    apart = put_together(colored)
    cut = cuts[1]
    inside = delta_e(whole[:, cut - 1], whole[:, cut]).mean()
    each = delta_e(apart[:, cut - 1], apart[:, cut]).mean()
    return one, inside, each


def open_colors(path):
    with rasterio.open(path) as file:
        return np.moveaxis(file.read([1, 2, 3]), 0, -1) / 255


def put_together(tiles):
    a, b, c, d = map(open_colors, tiles)
    return np.concatenate([np.concatenate([a, b], 1), np.concatenate([c, d], 1)])


def main(sides):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("| pixels x bands | pipeline | CPU seconds | of reading | peak GiB |")
        print("|---|---|---|---|---|")
        for side in sides:
            path = folder / "raster.tif"
            make_raster(path, side)
            reading, _ = measure((read_all, path))
            for title, pipeline in PIPELINES.items():
                seconds, peak = measure(
                    (color_raster, path, folder / "colors.tif", pipeline)
                )
                print(
                    f"| {side**2:,} x {N_BANDS} | {title} | {seconds:.0f} | "
                    f"{seconds / reading:.1f} | {peak:.2f} |",
                    flush=True,
                )
        make_raster(folder / "raster.tif", 768)
        print("\n| pipeline | ΔE to whole | ΔE across seam: one | one for each |")
        print("|---|---|---|---|")
        for title, pipeline in PIPELINES.items():
            figures = seams(folder, folder / "raster.tif", pipeline)
            print(f"| {title} | " + " | ".join(f"{x:.4f}" for x in figures) + " |")


if __name__ == "__main__":
    main([int(side) for side in sys.argv[1:]] or [1024, 2048])
