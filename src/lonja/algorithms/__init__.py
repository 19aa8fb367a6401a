"""Mathematics without a web: arrays in, frozen dataclasses out.

Nothing below this package knows Django, the clock of the house, its files or
its network. Everything here can be used alone.
"""
