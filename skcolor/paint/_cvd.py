"""Colors as people with color-vision deficiency see them."""

import numpy as np
import numpy.typing as npt

from skcolor._checks.arguments import check_choice, check_number
from skcolor.paint._spaces import check_srgb, linear_to_srgb, mix, srgb_to_linear

# Table 1 of Machado et al. (2009): matrices for linear RGB at severities 0, 0.1 ... 1,
# row by row.
_MATRICES = {
    "protan": """
        1 0 0 0 1 0 0 0 1
        .856167 .182038 -.038205 .029342 .955115 .015544 -.002880 -.001563 1.004443
        .734766 .334872 -.069637 .051840 .919198 .028963 -.004928 -.004209 1.009137
        .630323 .465641 -.095964 .069181 .890046 .040773 -.006308 -.007724 1.014032
        .539009 .579343 -.118352 .082546 .866121 .051332 -.007136 -.011959 1.019095
        .458064 .679578 -.137642 .092785 .846313 .060902 -.007494 -.016807 1.024301
        .385450 .769005 -.154455 .100526 .829802 .069673 -.007442 -.022190 1.029632
        .319627 .849633 -.169261 .106241 .815969 .077790 -.007025 -.028051 1.035076
        .259411 .923008 -.182420 .110296 .804340 .085364 -.006276 -.034346 1.040622
        .203876 .990338 -.194214 .112975 .794542 .092483 -.005222 -.041043 1.046265
        .152286 1.052583 -.204868 .114503 .786281 .099216 -.003882 -.048116 1.051998""",
    "deutan": """
        1 0 0 0 1 0 0 0 1
        .866435 .177704 -.044139 .049567 .939063 .011370 -.003453 .007233 .996220
        .760729 .319078 -.079807 .090568 .889315 .020117 -.006027 .013325 .992702
        .675425 .433850 -.109275 .125303 .847755 .026942 -.007950 .018572 .989378
        .605511 .528560 -.134071 .155318 .812366 .032316 -.009376 .023176 .986200
        .547494 .607765 -.155259 .181692 .781742 .036566 -.010410 .027275 .983136
        .498864 .674741 -.173604 .205199 .754872 .039929 -.011131 .030969 .980162
        .457771 .731899 -.189670 .226409 .731012 .042579 -.011595 .034333 .977261
        .422823 .781057 -.203881 .245752 .709602 .044646 -.011843 .037423 .974421
        .392952 .823610 -.216562 .263559 .690210 .046232 -.011910 .040281 .971630
        .367322 .860646 -.227968 .280085 .672501 .047413 -.011820 .042940 .968881""",
    "tritan": """
        1 0 0 0 1 0 0 0 1
        .926670 .092514 -.019184 .021191 .964503 .014306 .008437 .054813 .936750
        .895720 .133330 -.029050 .029997 .945400 .024603 .013027 .104707 .882266
        .905871 .127791 -.033662 .026856 .941251 .031893 .013410 .148296 .838294
        .948035 .089490 -.037526 .014364 .946792 .038844 .010853 .193991 .795156
        1.017277 .027029 -.044306 -.006113 .958479 .047634 .006379 .248708 .744913
        1.104996 -.046633 -.058363 -.032137 .971635 .060503 .001336 .317922 .680742
        1.193214 -.109812 -.083402 -.058496 .979410 .079086 -.002346 .403492 .598854
        1.257728 -.139648 -.118081 -.078003 .975409 .102594 -.003316 .501214 .502102
        1.278864 -.125333 -.153531 -.084748 .957674 .127074 -.000989 .601151 .399838
        1.255528 -.076749 -.178779 -.078411 .930809 .147602 .004733 .691367 .303900""",
}
CVD_KINDS = tuple(_MATRICES)


def cvd_matrix(kind: str, severity: float) -> npt.NDArray[np.float64]:
    """Matrix that turns linear RGB into what people with a deficiency see.

    Parameters
    ----------
    kind : {"protan", "deutan", "tritan"}
        Affected cones: those for long, medium or short wavelengths.
    severity : float
        From 0, normal vision, to 1, none of these cones.

    Returns
    -------
    ndarray of shape (3, 3)
        Interpolated linearly between steps of 0.1 in severity.

    Raises
    ------
    ValueError
        If `kind` or `severity` is invalid.
    """
    check_choice("kind", kind, CVD_KINDS)
    check_number("severity", severity, most=1)
    table = np.array(_MATRICES[kind].split(), dtype=float).reshape(11, 9)
    grid = np.linspace(0, 1, 11)
    entries = [np.interp(severity, grid, column) for column in table.T]
    return np.array(entries).reshape(3, 3)


def simulate_cvd(
    colors: npt.ArrayLike, kind: str, *, severity: float = 1.0
) -> npt.NDArray[np.floating]:
    """Simulate how a person with color-vision deficiency sees colors.

    Parameters
    ----------
    colors : array-like of shape (..., 3)
        sRGB in [0, 1].
    kind : {"protan", "deutan", "tritan"}
        Affected cones: those for long, medium or short wavelengths. The first two, known as
        red-green color blindness, affect about one man in twelve.
    severity : float, default=1.0
        From 0, normal vision, to 1, none of these cones.

    Returns
    -------
    ndarray of shape (..., 3)
        sRGB in [0, 1], in the same float type.

    Raises
    ------
    ValueError
        If an argument is invalid.

    References
    ----------
    .. [1] G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based
       model for simulation of color vision deficiency", IEEE TVCG 15(6), 2009.

    Examples
    --------
    >>> from skcolor.paint import delta_e, simulate_cvd
    >>> red, olive = [0.8, 0.2, 0.1], [0.45, 0.40, 0.0]
    >>> float(delta_e(red, olive).round(2))
    0.19
    >>> float(delta_e(*simulate_cvd([red, olive], "protan")).round(2))
    0.04
    """
    colors = check_srgb(colors)
    seen = mix(srgb_to_linear(colors), cvd_matrix(kind, severity))
    return linear_to_srgb(np.clip(seen, 0, 1))
