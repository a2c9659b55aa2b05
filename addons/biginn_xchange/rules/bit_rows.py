"""Arithmetic on thousands of small numbers at once, with nothing but Python's long integers.

A *row* is an integer with one bit for each member of a group: 1 where something holds. *Planes*
are a list of rows that together hold one number for each member: bit 0 of all numbers in the
first plane, bit 1 in the second, and so on. Python works through `&`, `|` and `^` of long integers
many members at a time, so adding or comparing costs a few operations, however many there are.
"""

from collections import defaultdict
from itertools import zip_longest

# the bits of each number below 128
BITS = [tuple(bit for bit in range(7) if number >> bit & 1) for number in range(128)]


def row(flags):
    """The row of a sequence of truth values, the first in bit 0."""
    text = "".join("1" if flag else "0" for flag in flags)
    return int(text[::-1] or "0", 2)


class Rows(dict):
    """{value: row of the members that have it}"""

    def __missing__(self, value):
        return 0

    def of(self, values):
        """The rows of these values."""
        return map(self.__getitem__, values)


def rows(sets):
    """The rows of all values in these sets, one set for each member."""
    sets = list(sets)
    found = defaultdict(lambda: bytearray(len(sets) // 8 + 1))
    for place, values in enumerate(sets):
        byte, bit = place >> 3, 1 << (place & 7)
        for value in values:
            found[value][byte] |= bit
    return Rows((value, int.from_bytes(places, "little")) for value, places in found.items())


def planes(numbers, width):
    """The planes of a sequence of numbers from 0 to 127."""
    found = rows(BITS[number] for number in numbers)
    return [found[bit] for bit in range(width)]


def levels(some_rows, most):
    """[row of those with a 1 in at least one of these rows, in at least two, ... in `most`]"""
    found = [0] * most
    for one in some_rows:
        for level in range(most - 1, 0, -1):
            found[level] |= found[level - 1] & one
        found[0] |= one
    return found


def at_least_two(some_rows):
    """The same for the usual case, `most` = 2, without a loop in the loop."""
    one = two = 0
    for other in some_rows:
        two |= one & other
        one |= other
    return one, two


class Ordered:
    """Numbers below BASE squared, to be compared all at once: two digits, a row for each."""

    BASE = 256

    def __init__(self, numbers):
        numbers = list(numbers)
        self._high = rows((number // self.BASE,) for number in numbers)
        self._above = self._sums(self._high)
        self._not_less = self._sums(rows((number % self.BASE,) for number in numbers))

    def _sums(self, some_rows):
        """For each digit the row of those that have it or a higher one; 0 for none."""
        found = [0] * (self.BASE + 1)
        for digit in reversed(range(self.BASE)):
            found[digit] = found[digit + 1] | some_rows[digit]
        return found

    def at_least(self, number):
        """The row of those that are `number` or more."""
        high, low = divmod(number, self.BASE)
        return self._above[high + 1] | self._high[high] & self._not_less[low]


def weigh(base, gains):
    """The planes of base + the points of each gain, a pair of (row, points up to 127).

    All rows that carry one bit are added up before the next bit is looked at: three of them make
    a sum and a carry. `base` has to be as wide as the result.
    """
    columns = [[plane] for plane in base]
    for where, points in gains:
        if where:
            for bit in BITS[points]:
                columns[bit].append(where)
    columns.append([])
    total = []
    for bit, column in enumerate(columns[:-1]):
        carry = columns[bit + 1].append
        rest = iter(column)
        one = next(rest)
        for two, three in zip_longest(rest, rest, fillvalue=0):
            either = one ^ two
            carry(one & two | either & three)
            one = either ^ three
        total.append(one)
    return total


def highest(total, among, keep):
    """[(number, place)] of the highest ones among these members, at most `keep`.

    Highest first; of equal numbers those in the lowest places, in their order.
    """
    found = []
    # groups still to be looked at, the best one last: members, bits left, number so far
    groups = [(among, len(total), 0)]
    while groups:
        members, bit, number = groups.pop()
        while bit and members:
            bit -= 1
            above = members & total[bit]
            if above:
                if above != members:
                    groups.append((members ^ above, bit, number))
                members = above
                number |= 1 << bit
        while members:
            if len(found) == keep:
                return found
            lowest = members & -members
            found.append((number, lowest.bit_length() - 1))
            members ^= lowest
    return found
