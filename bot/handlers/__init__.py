"""Floor 3: one file per thing that can happen. Load, decide, carry out, in one transaction; talk to the world after it.

A handler takes the `Bot`, begins its own work and commits it. What is decided is decided in `core`; only `carry_out`
turns effects into rows.
"""
