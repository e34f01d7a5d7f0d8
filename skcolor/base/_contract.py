"""What holds a new colorer to the contract, when its class is made."""

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
