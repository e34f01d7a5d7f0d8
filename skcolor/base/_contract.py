"""What holds a new colorer to the contract, when its class is made."""

# Special methods that a colorer may take from another base.
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
        What must be defined where `_summarize` is.
    abstract : bool
        Whether the class is a base of others.
    """
    families = [each.__name__ for each in cls.__mro__ if base in each.__bases__]
    if len(families) > 1:
        raise TypeError(
            f"{cls.__name__} is of several families, {' and '.join(families)}; a colorer "
            "is of the one by which its encodings are painted."
        )
    for other in cls.__mro__[cls.__mro__.index(base) + 1 :]:
        if not issubclass(base, other):
            _check_order(cls, base, other)
    if not abstract and getattr(cls._encode, "__isabstractmethod__", False):
        raise TypeError(
            f"{cls.__name__} has no _encode(self, X, layout), which encodes a chunk of "
            "rows; define it, or say that the class is a base of others: "
            f"class {cls.__name__}(..., abstract=True)."
        )
    if cls._summarize is not None:
        for name in needed_to_stream:
            if getattr(cls, name) in (None, getattr(base, name, None)):
                raise TypeError(
                    f"{cls.__name__} has _summarize and no {name}, without which nothing "
                    "is learned from summaries; define both."
                )
    elif cls._fit_summary is not None:
        raise TypeError(
            f"{cls.__name__} has _fit_summary and no _summarize(self, X, layout), which "
            "gives what it is fitted to; define both."
        )


def _check_order(cls, base, other):
    """Hold a base that is named after that of colorers to override nothing in vain."""
    hidden = [
        name
        for name in vars(other)
        if (name in _SPECIAL or not name.startswith(("__", "_abc_")))
        and hasattr(base, name)
    ]
    if hidden:
        raise TypeError(
            f"{cls.__name__} names {other.__name__} after its family, whose "
            f"{', '.join(hidden)} would be taken; name it first: "
            f"class {cls.__name__}({other.__name__}, ...)."
        )
