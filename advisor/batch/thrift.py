"""The compact protocol of Thrift: just enough to change numbers in a footer of Parquet.

A struct is read as a dict of its fields by number. What nobody changes is written back
as it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)

Value: TypeAlias = "bool | int | bytes | Items | Struct"


@dataclass(slots=True)
class Typed:
    """A field of a struct: the type it is written as, and its value."""

    kind: int
    value: Value


@dataclass(slots=True)
class Items:
    """A list of values of one type."""

    kind: int
    values: list[Value]


Struct: TypeAlias = "dict[int, Typed]"


def integer(field: Typed) -> int:
    """The value of a field that holds a number."""
    assert isinstance(field.value, int)
    return field.value


def struct(field: Typed) -> Struct:
    """The value of a field that holds a struct."""
    assert isinstance(field.value, dict)
    return field.value


def structs(field: Typed) -> list[Struct]:
    """The value of a field that holds a list of structs."""
    assert isinstance(field.value, Items)
    return [one for one in field.value.values if isinstance(one, dict)]


def read_struct(data: bytes) -> Struct:
    """The struct that the bytes begin with. Raises ValueError where they are none."""
    try:
        return _Reader(data).struct()
    except IndexError:
        raise ValueError("the data end too early") from None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def varint(self) -> int:
        result = shift = 0
        while True:
            byte = self.byte()
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                return result
            shift += 7

    def number(self) -> int:
        coded = self.varint()
        return (coded >> 1) ^ -(coded & 1)

    def struct(self) -> Struct:
        fields: Struct = {}
        number = 0
        while (head := self.byte()) != 0:
            number = number + (head >> 4) if head >> 4 else self.number()
            fields[number] = Typed(head & 15, self.value(head & 15))
        return fields

    def value(self, kind: int) -> Value:
        match kind:
            case 1 | 2:
                return kind == TRUE
            case 3:
                return self.byte()
            case 4 | 5 | 6:
                return self.number()
            case 7:
                return self.take(8)
            case 8:
                return self.take(self.varint())
            case 9 | 10:
                head = self.byte()
                count = self.varint() if head >> 4 == 15 else head >> 4
                return Items(head & 15, [self.item(head & 15) for _ in range(count)])
            case 12:
                return self.struct()
        raise ValueError(f"there is no type {kind} in a footer")

    def item(self, kind: int) -> Value:
        # A truth value in a list has a byte of its own.
        return self.byte() == TRUE if kind in (TRUE, FALSE) else self.value(kind)


def write_struct(struct: Struct) -> bytes:
    """The bytes of a struct."""
    out = bytearray()
    last = 0
    for number, field in sorted(struct.items()):
        kind = field.kind
        if kind in (TRUE, FALSE):
            kind = TRUE if field.value else FALSE
        if 0 < number - last < 16:
            out.append((number - last) << 4 | kind)
        else:
            out.append(kind)
            out += _varint(_coded(number))
        if kind not in (TRUE, FALSE):
            out += _written(kind, field.value)
        last = number
    out.append(0)
    return bytes(out)


def _written(kind: int, value: Value) -> bytes:
    match value:
        case bool():
            return bytes([TRUE if value else FALSE])
        case int():
            return bytes([value]) if kind == BYTE else _varint(_coded(value))
        case bytes():
            return value if kind == DOUBLE else _varint(len(value)) + value
        case Items(kind=inner, values=values):
            count = len(values)
            head = (
                bytes([count << 4 | inner])
                if count < 15
                else bytes([0xF0 | inner]) + _varint(count)
            )
            return head + b"".join(_written(inner, one) for one in values)
    return write_struct(value)


def _coded(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _varint(number: int) -> bytes:
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
