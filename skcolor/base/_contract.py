"""What holds a new colorer to the contract: when its class is made, and when it encodes."""

from skcolor._array_api import get_namespace, is_numpy

# Special methods that a colorer may have from another base.
_SPECIAL = {"__init__", "__getstate__", "__setstate__", "__sklearn_tags__"}


def check_contract(cls, base, needed_to_stream, *, abstract):
    """Raise a TypeError where a class would fail later, or without a word.

    Parameters
    ----------
    cls : class
        The new class.
    base : class
        That of all colorers.
    needed_to_stream : tuple of str
        What must be written where `_summarize` is.
    abstract : bool
        Whether the class is a base of others.
    """
    family = _find_family(cls, base)
    for other in cls.__mro__[cls.__mro__.index(base) + 1 :]:
        if not issubclass(base, other):
            _check_order(cls, base, other)
    if not abstract and getattr(cls._encode, "__isabstractmethod__", False):
        raise TypeError(
            f"{cls.__name__} has no _encode(self, X, layout), which encodes a chunk of "
            "rows; write it, or say that the class is a base of others: "
            f"class {cls.__name__}(..., abstract=True)."
        )
    if cls.uses_layout and cls.array_api_support:
        raise TypeError(
            f"{cls.__name__} has uses_layout and array_api_support, but rows are placed "
            "and neighbors searched in arrays of numpy; drop one of them."
        )
    if cls._summarize is None and cls._fit_summary is not None:
        raise TypeError(
            f"{cls.__name__} has _fit_summary and no _summarize(self, X, layout), which "
            "makes what it is fitted to; write both."
        )
    for name in needed_to_stream if cls._summarize is not None else ():
        if getattr(cls, name) is getattr(family, name):
            raise TypeError(
                f"{cls.__name__} has _summarize and no {name}, which it takes to learn "
                "from summaries; write both."
            )
    parameters = cls._stream_parameters
    unknown = set(parameters) - set(cls._get_param_names())
    if not isinstance(parameters, tuple) or unknown:
        raise TypeError(
            f"{cls.__name__}._stream_parameters must be a tuple of parameters of __init__; "
            f"got {parameters!r}."
        )


def check_encoding(colorer, encoding, n_rows):
    """Return what `_encode` gives for some rows, or raise a ValueError that names it.

    Parameters
    ----------
    colorer : BaseColorer
        Its family says in ``_encoding_kind`` and ``_encoding_shape`` what a row is encoded
        as.
    encoding : object
        What came.
    n_rows : int
        How many rows were encoded.

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
    elif colorer._encoding_kind == "floats" and not _is_finite(encoding):
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


def _is_finite(encoding):
    xp = get_namespace(encoding)
    return bool(xp.all(xp.isfinite(encoding)))


def _find_family(cls, base):
    """The class that paints, which must be one."""
    family, *others = (each for each in cls.__mro__ if base in each.__bases__)
    if others:
        names = " and ".join(each.__name__ for each in (family, *others))
        raise TypeError(
            f"{cls.__name__} is of several families, {names}; a colorer is of the one "
            "that paints its encodings."
        )
    return family


def _check_order(cls, base, other):
    """Hold a base that is named after the family to write nothing in vain."""
    hidden = [
        name
        for name in vars(other)
        if (name in _SPECIAL or not name.startswith(("__", "_abc_")))
        and hasattr(base, name)
    ]
    if hidden:
        raise TypeError(
            f"{cls.__name__} names {other.__name__} after its family, so that "
            f"{', '.join(hidden)} of {other.__name__} would never be called; name it "
            f"first: class {cls.__name__}({other.__name__}, ...)."
        )
