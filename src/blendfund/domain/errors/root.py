"""The root of every refusal: a code, a sentence, an exit status."""

from __future__ import annotations

from typing import ClassVar, NamedTuple, dataclass_transform


class Word(str):
    """A word of blendfund's own in a refusal: said in the reader's language."""

    __slots__ = ()


class Words(str):
    """Words of blendfund's own, comma-separated: each is said in the reader's language."""

    __slots__ = ()


class Bound(NamedTuple):
    """A part of a sentence with a value of its own, as ``{value} or later``."""

    text: Word
    value: object

    def __str__(self) -> str:
        return self.text.format(value=self.value)


class Field(str):
    """Names of what was said, comma-separated: options typed, or columns of a file."""

    __slots__ = ()

    def options(self) -> str:
        """Give them as options of a command are typed."""
        names = self.replace("_", "-").split(", ")
        return ", ".join(f"--{name}" for name in names)


@dataclass_transform(eq_default=False)
class BlendfundError(Exception):
    """Root of everything blendfund refuses to do.

    A subclass names its fields as a dataclass does; they are kept without generating code,
    because every command loads every refusal.
    """

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "Refused."
    exit_code: ClassVar[int] = 1
    names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.names = tuple(cls.__dict__.get("__annotations__", ()))  # noqa: RUF063 -- inspect is slow

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__()
        values = dict(zip(self.names, given, strict=False)) | named
        if len(given) > len(self.names) or set(values) != set(self.names):
            message = f"{type(self).__name__} takes {', '.join(self.names) or 'nothing'}"
            raise TypeError(message)
        for name, value in values.items():
            setattr(self, name, value)

    def values(self) -> dict[str, object]:
        """Give the fields of the sentence."""
        return {name: getattr(self, name) for name in self.names}

    def __str__(self) -> str:
        return self.sentence.format(**self.values())
