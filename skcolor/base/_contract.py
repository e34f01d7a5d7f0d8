"""Checks of a new colorer against the contract: of its class, and of what it encodes."""

from skcolor._array_api import get_namespace, is_numpy

# Special methods that a colorer may inherit from another base class.
_SPECIAL = {"__init__", "__getstate__", "__setstate__", "__sklearn_tags__"}


def check_contract(cls, base, needed_to_stream, *, abstract):
    """Raise a TypeError if a class would fail later, or silently.

    Parameters
    ----------
    cls : class
        The new class.
    base : class
        Base class of all colorers.
    needed_to_stream : tuple of str
        Methods that a class with `_summarize` must define.
    abstract : bool
        Whether the class is a base class for other colorers.
    """
    family = _find_family(cls, base)
    for other in cls.__mro__[cls.__mro__.index(base) + 1 :]:
        if not issubclass(base, other):
            _check_order(cls, base, other)
    if not abstract and getattr(cls._encode, "__isabstractmethod__", False):
        raise TypeError(
            f"{cls.__name__} has no _encode(self, X, layout), which encodes a chunk of "
            "rows; define it, or declare the class as abstract: "
            f"class {cls.__name__}(..., abstract=True)."
        )
    if cls.uses_layout and cls.array_api_support:
        raise TypeError(
            f"{cls.__name__} has uses_layout and array_api_support, but layouts and "
            "neighbor searches need NumPy arrays; drop one of them."
        )
    if cls._summarize is None and cls._fit_summary is not None:
        raise TypeError(
            f"{cls.__name__} has _fit_summary and no _summarize(self, X, layout), which "
            "makes the summary; define both."
        )
    for name in needed_to_stream if cls._summarize is not None else ():
        if getattr(cls, name) is getattr(family, name):
            raise TypeError(
                f"{cls.__name__} has _summarize and no {name}, which is needed to learn "
                "from summaries; define both."
            )
    parameters = cls._stream_parameters
    unknown = set(parameters) - set(cls._get_param_names())
    if not isinstance(parameters, tuple) or unknown:
        raise TypeError(
            f"{cls.__name__}._stream_parameters must be a tuple of parameters of __init__; "
            f"got {parameters!r}."
        )


def check_encoding(colorer, encoding, n_rows):
    """Return the encoding of some rows, or raise a ValueError that names `_encode`.

    Parameters
    ----------
    colorer : BaseColorer
        Its family defines the ``_encoding_kind`` and ``_encoding_shape`` of a row.
    encoding : object
        Return value of `_encode`.
    n_rows : int
        Number of rows.

    Returns
    -------
    array of shape (n_rows,) or (n_rows, 3)
    """
    shape = (n_rows, *colorer._encoding_shape)
    found = getattr(encoding, "shape", None)
    if found is None or tuple(found) != shape:
        got = type(encoding).__name__ if found is None else f"shape {tuple(found)}"
    elif not _is_kind(encoding, colorer._encoding_kind):
        got = f"dtype {encoding.dtype}"
    elif colorer._encoding_kind == "floats" and not _is_finite(encoding, colorer.allow_nan):
        got = "NaN or infinity"
    else:
        return encoding
    raise ValueError(
        f"_encode of {type(colorer).__name__} must return finite numbers in an array of "
        f"{colorer._encoding_kind} of shape {shape} for {n_rows} rows; got {got}."
    )


def _is_kind(encoding, kind):
    if is_numpy(encoding):
        return encoding.dtype.kind in ("f" if kind == "floats" else "iu")
    xp = get_namespace(encoding)
    return xp.isdtype(encoding.dtype, "real floating" if kind == "floats" else "integral")


def _is_finite(encoding, nan_too):
    xp = get_namespace(encoding)
    is_finite = xp.isfinite(encoding)
    return bool(xp.all(is_finite | xp.isnan(encoding) if nan_too else is_finite))


def _find_family(cls, base):
    """Find the family, the class that paints; there must be exactly one."""
    family, *others = (each for each in cls.__mro__ if base in each.__bases__)
    if others:
        names = " and ".join(each.__name__ for each in (family, *others))
        raise TypeError(
            f"{cls.__name__} inherits from several families, {names}; inherit from only "
            "the one that paints the encodings."
        )
    return family


def _check_order(cls, base, other):
    """Check that a base class listed after the family overrides nothing in it."""
    hidden = [
        name
        for name in vars(other)
        if (name in _SPECIAL or not name.startswith(("__", "_abc_")))
        and hasattr(base, name)
    ]
    if hidden:
        raise TypeError(
            f"{cls.__name__} lists {other.__name__} after its family, so "
            f"{', '.join(hidden)} of {other.__name__} would never be called; list it "
            f"first: class {cls.__name__}({other.__name__}, ...)."
        )
