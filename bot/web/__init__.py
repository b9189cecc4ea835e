"""Floor 4: the doors of the web. They read through the store and write through handlers, and know nothing of the clock.

Nobody comes in unknown: a provider by its signature, staff by signing in. A GET changes nothing.
"""
