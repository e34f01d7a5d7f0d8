"""Lists of numbers in fields of text, as pandas, NumPy and databases write them."""

import re

_NUMBER = r"[+-]?(?:\d|\.\d)[\d.eE+-]*"
# "[1, 2]", "[1. 2.]", "array([1., 2.], dtype=float32)", "tensor([1., 2.])".
_START = re.compile(
    r"\s*(?:(?:\w+\.)?(?:array|tensor)\()?\[\[?\s*"
    r"(?:\]|(?:(?:np|numpy)\.float\d+\()?[+-]?(?:\d|\.\d|nan\b|inf\b|null\b))",
    re.IGNORECASE,
)
# "(1, 2)" and "{1,2}"; fewer than four may be places, or negative amounts of money.
_ROUND = re.compile(rf"\s*[({{]\s*{_NUMBER}(?:\s*,\s*{_NUMBER}){{3,}}\s*,?\s*[)}}]\s*")
# Numbers between spaces; fewer may be a telephone number.
_BARE = re.compile(rf"\s*{_NUMBER}(?:\s+{_NUMBER}){{9,}}\s*")
_SCALAR = re.compile(r"(?:np|numpy)\.float\d+\(([^)]*)\)")


def is_list(field: str) -> bool:
    """Whether a field is a list of numbers, as ``[1.5, 2]`` or ``[1.5 2.]``."""
    if _START.match(field):
        return field.rstrip()[-1] in "])"
    return bool(_ROUND.fullmatch(field) or _BARE.fullmatch(field))


def split_list(field: str) -> list[str]:
    """Items of a list."""
    inner = field.strip()
    if "[" in inner:
        inner = inner[inner.index("[") + 1 : inner.rindex("]")].strip(" \n[]")
    elif inner[:1] in ("(", "{"):
        inner = inner[1:-1]
    if "float" in inner:
        inner = _SCALAR.sub(r"\1", inner)
    return inner.replace(",", " ").split()
