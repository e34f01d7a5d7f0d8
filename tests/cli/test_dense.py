import sys

import numpy as np
import pytest
from PIL import Image, ImageSequence

from skcolor import recipes
from skcolor.__main__ import main
from skcolor.images import GridColorer, overlay
from skcolor.images._overlay import mask_of_cells
from tests.cli.refusals import is_refused

RNG = np.random.default_rng(0)
NAMES = ["frame_1", "frame_2", "frame_10"]
FEATURES = RNG.normal(size=(3, 8, 10, 5)).astype(np.float32)
IMAGES = RNG.integers(0, 256, (3, 24, 30, 3), dtype=np.uint8)
MASKS = np.zeros((3, 24, 30), bool)
MASKS[:, 4:19, 7:22] = True


def read(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def save(path, pixels):
    Image.fromarray(pixels).save(path)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save("F.npy", FEATURES)
    for name in ("F", "I", "M"):
        (tmp_path / name).mkdir()
    for name, features, image, mask in zip(NAMES, FEATURES, IMAGES, MASKS, strict=True):
        np.save(f"F/{name}.npy", features)
        save(f"I/{name}.png", image)
        save(f"M/{name}.png", 255 * mask.astype(np.uint8))
    return tmp_path


def dense(*arguments, recipe="pca"):
    return main(["dense", *map(str, arguments), "--recipe", recipe])


def colors(mask=None, recipe="pca", **kwargs):
    grid = GridColorer(recipes.RECIPES[recipe](), **kwargs).fit(FEATURES, mask=mask)
    return grid.transform(FEATURES)


def over(i, **kwargs):
    kwargs = {"interpolation": "bilinear", "mask": None, **kwargs}
    return overlay(colors()[i], IMAGES[i], **kwargs)


@pytest.mark.parametrize("features", ["F", "F.npy"])
def test_a_folder_of_pictures_with_the_names_of_the_images(features, folder, capsys):
    assert dense(features, "--images", "I", "--out", "out") == 0
    assert sorted(path.stem for path in (folder / "out").iterdir()) == sorted(NAMES)
    for i, name in enumerate(NAMES):  # 2 comes before 10
        np.testing.assert_array_equal(read(f"out/{name}.png"), over(i))
    out, err = capsys.readouterr()
    assert out == "out: 3 pictures, 8x10 cells of 5 features, by pca\n" or features == "F"
    assert "note" not in err


def test_one_picture_and_what_changes_it(folder):
    one = ["F/frame_2.npy", "--images", "I/frame_2.png", "--out", "a.png"]
    grid = GridColorer(recipes.pca()).fit(FEATURES[1])
    cells = grid.transform(FEATURES[1])
    for flags, style in (
        ([], {"interpolation": "bilinear"}),
        (["--interpolation", "nearest", "--alpha", "1"], {"alpha": 1}),
        (["--no-gray", "--alpha", "0.2"], {"alpha": 0.2, "gray": False}),
    ):
        style = {"interpolation": "bilinear", **style}
        if "nearest" in flags:
            style["interpolation"] = "nearest"
        assert dense(*one, *flags) == 0
        np.testing.assert_array_equal(read("a.png"), overlay(cells, IMAGES[1], **style))
    assert dense(*one, "--beside") == 0
    np.testing.assert_array_equal(read("a.png")[:, :30], IMAGES[1])
    assert dense(*one, "--pixels", "60") == 0
    assert read("a.png").shape == (48, 60, 3)


def test_without_images_cells_are_drawn_whole(folder):
    assert dense("F.npy", "--out", "out") == 0
    expected = np.rint(255 * colors()).astype(np.uint8)
    assert dense("F.npy", "--out", "out", "--interpolation", "nearest") == 0
    for i in range(3):
        found = read(f"out/{i:06d}.png")
        assert found.shape == (8 * 51, 10 * 51, 3)
        np.testing.assert_array_equal(found[25::51, 25::51], expected[i])


@pytest.mark.parametrize("ending", ["gif", "webp", "mp4"])
def test_videos(ending, folder):
    if ending == "mp4":
        pytest.importorskip("imageio_ffmpeg")
    out = f"a.{ending}"
    assert dense("F", "--images", "I", "--out", out, "--fps", "5") == 0
    if ending == "mp4":
        return
    with Image.open(out) as video:
        frames = [np.asarray(f.convert("RGB")) for f in ImageSequence.Iterator(video)]
    assert len(frames) == 3
    if ending == "webp":
        np.testing.assert_array_equal(frames, [over(i) for i in range(3)])


def test_sheets_with_a_legend(folder, capsys):
    flags = ["--legend", "--theme", "dark", "--beside", "--mask", "M", "--pixels", "500"]
    assert dense("F", "--images", "I", "--out", "a.png", *flags) == 0
    assert max(read("a.png").shape) == 500
    assert "a.png: a sheet of 3 images" in capsys.readouterr().out
    assert dense("F/frame_1.npy", "--out", "b.png", "--legend", recipe="kmeans") == 0
    assert "b.png: a picture with a legend" in capsys.readouterr().out


def test_a_sheet_of_many_images_says_how_many_it_shows(folder, monkeypatch, capsys):
    from skcolor.cli import _dense_pictures

    monkeypatch.setattr(_dense_pictures, "_MOST_ON_SHEET", 2)
    assert dense("F.npy", "--out", "a.png") == 0
    assert "a.png: a sheet shows 2 of 3 images" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["pixels", "cells", "cutout", "labels", "one array"])
def test_masks_are_fitted_to_and_seen(kind, folder):
    cells = np.array([mask_of_cells(mask, (8, 10)) for mask in MASKS])
    seen, given = list(MASKS), "M"
    if kind in ("cells", "one array"):
        seen = list(cells)
    for name, mask, inside in zip(NAMES, MASKS, cells, strict=True):
        (folder / f"M/{name}.png").unlink()
        if kind == "pixels":
            np.save(f"M/{name}.npy", mask.astype(np.uint8))
        elif kind == "cells":
            save(f"M/{name}.png", inside)
        elif kind == "cutout":
            save(f"M/{name}.png", np.dstack([255 * mask.astype(np.uint8)] * 4))
        elif kind == "labels":
            labels = Image.fromarray(3 * mask.astype(np.uint8))
            labels.putpalette([90, 90, 90] * 3 + [0, 0, 0])  # black is the part
            labels.save(f"M/{name}.png")
    if kind == "one array":
        np.save("M.npy", cells)
        given = "M.npy"
    assert dense("F", "--images", "I", "--mask", given, "--out", "out") == 0
    expected = colors(cells)
    masked = np.where(cells[..., np.newaxis], expected, np.nan)
    for i, name in enumerate(NAMES):
        found = read(f"out/{name}.png")
        large = np.kron(cells[i], np.ones((3, 3))) > 0 if seen[i].size == 80 else MASKS[i]
        np.testing.assert_array_equal(found[~large], IMAGES[i][~large])
        wanted = overlay(masked[i], IMAGES[i], interpolation="bilinear")
        inside = large & (np.kron(cells[i], np.ones((3, 3))) > 0)
        np.testing.assert_array_equal(found[inside], wanted[inside])


def test_a_mask_of_pixels_is_resized_with_its_picture(folder):
    flags = ["--mask", "M", "--pixels", "60", "--alpha", "1"]
    assert dense("F", "--images", "I", "--out", "out", *flags) == 0
    with_mask = read("out/frame_1.png")
    assert (
        dense("F", "--images", "I", "--out", "out", "--pixels", "60", "--alpha", "0") == 0
    )
    assert (with_mask[:8] == read("out/frame_1.png")[:8]).all()
    assert (with_mask[12:32, 18:40] != read("out/frame_1.png")[12:32, 18:40]).any()
    assert dense("F", "--out", "out", "--mask", "M") == 0
    assert (read("out/frame_1.png")[:40] == 255).all()


@pytest.mark.parametrize(
    ("array", "flags"),
    [
        (np.moveaxis(FEATURES, -1, 1), ["--channel-axis", "1"]),
        (FEATURES.reshape(3, 80, 5), ["--grid-shape", "8x10"]),
        (
            np.concatenate([np.ones((3, 2, 5)), FEATURES.reshape(3, 80, 5)], axis=1),
            ["--grid-shape", "8,10", "--skip-tokens", "2"],
        ),
        (FEATURES.astype(np.float64), []),
    ],
)
def test_features_come_in_many_shapes(array, flags, folder):
    np.save("other.npy", array)
    assert dense("other.npy", "--images", "I", "--out", "out", *flags) == 0
    difference = read("out/frame_2.png").astype(int) - over(1)
    assert np.abs(difference).max() <= 1


def test_tokens_of_one_image_and_in_a_folder(folder):
    np.save("tokens.npy", FEATURES[0].reshape(80, 5))
    assert dense("tokens.npy", "--grid-shape", "8x10", "--out", "a.png") == 0
    for name, features in zip(NAMES, FEATURES, strict=True):
        np.save(f"F/{name}.npy", features.reshape(80, 5))
    assert dense("F", "--grid-shape", "8x10", "--images", "I", "--out", "out") == 0
    np.testing.assert_array_equal(read("out/frame_2.png"), over(1))


def test_files_of_several_arrays(folder, capsys):
    np.savez("F.npz", features=FEATURES, labels=np.arange(3), boxes=np.zeros((3, 4)))
    assert dense("F.npz", "--images", "I", "--out", "out") == 0
    assert "F.npz: rows from features" in capsys.readouterr().err
    np.savez("F.npz", a=FEATURES, b=FEATURES)
    assert dense("F.npz:b", "--images", "I", "--out", "out") == 0
    np.testing.assert_array_equal(read("out/frame_1.png"), over(0))
    assert dense("F.npz", "--images", "I", "--out", "out") == 2
    assert "choose one as F.npz:NAME" in capsys.readouterr().err


def test_files_of_other_libraries(folder):
    safetensors = pytest.importorskip("safetensors.numpy")
    safetensors.save_file({"x": FEATURES}, "F.safetensors")
    assert dense("F.safetensors", "--images", "I", "--out", "out") == 0
    np.testing.assert_array_equal(read("out/frame_1.png"), over(0))


def test_zarr_is_a_folder_and_a_file(folder):
    zarr = pytest.importorskip("zarr")
    zarr.save("F.zarr", FEATURES)
    assert dense("F.zarr", "--images", "I", "--out", "out") == 0
    np.testing.assert_array_equal(read("out/frame_1.png"), over(0))


def test_missing_features_show_the_image(folder):
    features = FEATURES.copy()
    features[1, 2, 3, 0] = np.nan
    np.save("F.npy", features)
    assert dense("F.npy", "--images", "I", "--out", "out", "--alpha", "1") == 0
    part = (slice(6, 9), slice(9, 12))
    np.testing.assert_array_equal(read("out/frame_2.png")[part], IMAGES[1][part])


def test_labels_are_not_mixed_and_layouts_are_those_of_pixels(folder):
    assert dense("F.npy", "--out", "out", recipe="kmeans") == 0
    palette = np.rint(255 * colors(recipe="kmeans").reshape(-1, 3))
    found = read("out/000001.png").reshape(-1, 3)
    assert {*map(tuple, found)} <= {*map(tuple, palette.astype(np.uint8))}
    pictures = []
    for layout in ("grid", "time"):
        flags = ["--layout", layout, "--images", "I", "--set", "n_neighbors=9"]
        assert dense("F.npy", "--out", "out", *flags, recipe="best") == 0
        pictures.append(read("out/frame_1.png"))
    assert (pictures[0] != pictures[1]).any()


def test_a_foreground_is_fitted_and_the_image_is_seen_behind_it(folder, capsys):
    background = np.array([20.0, 0, 0, 0, 0])
    features = background + 0.1 * RNG.normal(size=(3, 24, 30, 5))
    features[:, 8:16, 10:20] = 3 * RNG.normal(size=(3, 8, 10, 5)) - background
    np.save("F.npy", features)
    flags = ["--foreground", "border", "--alpha", "1", "--interpolation", "nearest"]
    assert dense("F.npy", "--images", "I", "--out", "out", *flags) == 0
    assert "F.npy: 11% of the cells are foreground" in capsys.readouterr().err
    inside = np.zeros((24, 30), bool)
    inside[8:16, 10:20] = True
    grid = GridColorer(recipes.pca(), foreground="border").fit(features)
    expected = np.rint(255 * grid.transform(features[1]))
    found = read("out/frame_2.png")
    np.testing.assert_array_equal(found[~inside], IMAGES[1][~inside])
    np.testing.assert_allclose(found[inside], expected[inside], atol=1)
    assert (grid.foreground_[1] == inside).all()


def test_large_features_are_fitted_to_a_sample(folder, monkeypatch, capsys):
    from skcolor.cli import _dense

    monkeypatch.setattr(_dense, "_MOST_FITTED", 100)
    assert dense("F", "--images", "I", "--out", "out") == 0
    assert "F: fitted to 100 of 240 cells" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("pixels", "mode"),
    [
        ((IMAGES[0] * 257.0)[..., 0].astype(np.uint16), "16 bits"),
        (np.dstack([IMAGES[0], np.full((24, 30), 255, np.uint8)]), "RGBA"),
        (IMAGES[0, ..., 0], "gray"),
    ],
)
def test_images_of_many_modes(pixels, mode, folder):
    save("I/frame_1.png", pixels)
    assert dense("F", "--images", "I", "--out", "out", "--alpha", "0", "--no-gray") == 0
    found, expected = read("out/frame_1.png"), IMAGES[0]
    if mode != "RGBA":
        expected = np.repeat(IMAGES[0, ..., :1], 3, axis=2)
    if mode == "16 bits":
        low, high = expected.min(), expected.max()
        expected = np.rint(255.0 * (expected - low) / (high - low))
    np.testing.assert_allclose(found, expected, atol=1)


@pytest.mark.parametrize("upright", [True, False])
def test_photographs_that_a_camera_turned_are_drawn_as_their_features_are(
    upright, folder, capsys
):
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = np.rot90(IMAGES[0]) if upright else IMAGES[0]
    Image.fromarray(stored).save("I/frame_1.png", exif=exif)
    assert dense("F", "--images", "I", "--out", "out") == 0
    np.testing.assert_array_equal(read("out/frame_1.png"), over(0))
    assert "note" not in capsys.readouterr().err
    exif[0x0112] = 3
    Image.fromarray(IMAGES[0]).save("I/frame_1.png", exif=exif)
    assert dense("F", "--images", "I", "--out", "out") == 0
    np.testing.assert_array_equal(read("out/frame_1.png"), over(0))
    assert "without the turn that its camera noted" in capsys.readouterr().err


def test_stretched_grids_are_noted(folder, capsys):
    np.save("square.npy", np.zeros((3, 16, 16, 5)) + FEATURES[:, :1, :1])
    assert dense("square.npy", "--images", "I", "--out", "out") == 0
    err = capsys.readouterr().err
    assert "frame_1.png is 30x24 and its grid is 16 cells wide and 16 high, and 2" in err
    assert dense("F.npy", "--images", "I", "--out", "out") == 0
    assert "stretched" not in capsys.readouterr().err


REFUSED = [
    (["gone.npy", "--out", "a.png"], "gone.npy: no such file; check the path"),
    (["F.npy", "--out", "a.jpg"], "cannot write '.jpg' files; use one of .png, .gif"),
    (["F.npy", "--out", "none/a"], "none/a: no folder none"),
    (["F.npy", "--out", "a.png", "--images", "nope"], "--images nope: no such file"),
    (["F.npy", "--out", "a.png", "--images", "F.npy"], "cannot read '.npy' files"),
    (["F.npy", "--out", "a.png", "--images", "I/frame_1.png"], "holds 1 images and F.npy"),
    (["F.npy", "--out", "a.png", "--alpha", "2"], "--alpha must be from 0 to 1; got 2"),
    (["F.npy", "--out", "a.gif", "--fps", "60"], "--fps must be from 0.01 to 50 for .gif"),
    (["F.npy", "--out", "a.png", "--pixels", "1"], "--pixels must be from 16 to 20000"),
    (["F.npy", "--out", "a.gif", "--legend"], "--legend is for a sheet (.png)"),
    (["F.npy", "--out", "a.png", "--beside"], "--beside needs --images"),
    (["F.npy", "--out", "a", "--grid-shape", "8"], "--grid-shape must be ROWSxCOLUMNS"),
    (["F.npy", "--out", "a", "--skip-tokens", "1"], "add --grid-shape HxW"),
    (["F.npy", "--out", "a", "--channel-axis", "7"], "--channel-axis 7: F.npy has 4 axes"),
    (["F.npy", "--out", "I", "--images", "I"], "--out I: is also an input"),
    (["F", "--out", "F"], "--out F: is also an input"),
    (["F", "--mask", "M", "--out", "M"], "--out M: is also an input"),
    (["F.npy", "--images", "I", "--out", "I/frame_1.png"], "is also an input"),
    (["F/frame_1.npy", "--mask", "a.png", "--out", "a.png"], "is also an input"),
    (["rows.npy", "--out", "a.png"], "wanted real numbers with 3 or 4 axes"),
    (["rows.csv", "--out", "a.png"], "rows.csv: holds a table; give an array, as .npy"),
    (["tokens.npy", "--grid-shape", "8x10", "--out", "a"], "--skip-tokens 1 leaves out"),
    (["tokens.npy", "--grid-shape", "7x11", "--out", "a"], "has 81 tokens of shape"),
    (["empty", "--out", "a.png"], "empty: holds no arrays; wanted files such as .npy"),
    (["mixed", "--out", "a.png"], "has 4 features and mixed/a.npy has 5"),
    (["mixed", "--out", "a.png", "--images", "I"], "has 4 features"),
    (["F", "--out", "a.png", "--images", "other"], "no image for frame_2, frame_10 of F"),
    (["F", "--out", "a.png", "--images", "double"], "holds both frame_1."),
    (["F", "--out", "a.gif", "--images", "sizes"], "frame_1 is 30x24 and frame_2 20x16"),
    (["F", "--out", "a.png", "--images", "broken"], "frame_1.png: is no image"),
    (["F", "--out", "a", "--mask", "sizes", "--images", "I"], "mask has shape (16, 20)"),
    (["F.npy", "--out", "a.png", "--mask", "two.npy"], "two.npy: holds 2 masks and F.npy"),
    (["F.npy", "--out", "a", "--mask", "none.npy"], "F.npy: X has no pixel to fit"),
    (["F.npy", "--out", "a", "--recipe", "pca_argmx"], "did you mean pca_argmax?"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_cannot_be_used_is_refused(arguments, message, folder, capsys):
    np.save("rows.npy", FEATURES.reshape(-1, 5))
    np.savetxt("rows.csv", FEATURES.reshape(-1, 5), delimiter=",")
    np.save("tokens.npy", np.zeros((3, 81, 5)))
    np.save("two.npy", np.ones((2, 8, 10), bool))
    np.save("none.npy", np.zeros((3, 8, 10), bool))
    for name in ("empty", "mixed", "other", "double", "sizes", "broken"):
        (folder / name).mkdir()
    np.save("mixed/a.npy", FEATURES[0])
    np.save("mixed/b.npy", FEATURES[0, ..., :4])
    save("other/frame_1.png", IMAGES[0])
    save("a.png", IMAGES[0])
    for name, image in zip(NAMES, IMAGES, strict=True):
        save(f"double/{name}.png", image)
        save(f"double/{name}.bmp", image)
        save(f"sizes/{name}.png", image[:16, :20] if name == "frame_2" else image)
        save(f"broken/{name}.png", image)
    (folder / "broken/frame_1.png").write_bytes(b"\x89PNG\r\n\x1a\nabc")
    before = sorted(folder.iterdir())
    code = main(["dense", *arguments])
    assert message in is_refused(code, folder, before, capsys)


def test_mp4_says_what_to_install_before_any_work(folder, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    before = sorted(folder.iterdir())
    message = is_refused(dense("F", "--out", "a.mp4"), folder, before, capsys)
    assert 'pip install "skcolor[video]"' in message
