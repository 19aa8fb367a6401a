"""Sets of slots as bits, and a random generator that is the same on every machine."""

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

ONE = 1


@intrinsic
def ones(typing, x):
    """Count the bits that are set in a uint64."""

    def emit(context, builder, signature, args):
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), emit


@intrinsic
def leading(typing, x):
    """Count the zeros above the highest bit set in a uint64 that is not 0."""

    def emit(context, builder, signature, args):
        return builder.ctlz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), emit


@intrinsic
def trailing(typing, x):
    """Count the zeros below the lowest bit set in a uint64 that is not 0."""

    def emit(context, builder, signature, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), emit


@njit(cache=True, inline="always")
def draw(rng, n):
    """A whole number under n, n < 2**31, from the generator whose state is rng[0].

    Source: G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number
    generators", OOPSLA 2014 (SplitMix64); the range by the upper half of a product.
    """
    rng[0] += types.uint64(0x9E3779B97F4A7C15)
    z = rng[0]
    z = (z ^ (z >> types.uint64(30))) * types.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> types.uint64(27))) * types.uint64(0x94D049BB133111EB)
    z = z ^ (z >> types.uint64(31))
    return types.int64(((z >> types.uint64(32)) * types.uint64(n)) >> types.uint64(32))
