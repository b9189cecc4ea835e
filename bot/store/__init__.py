"""Floor 2: the rows. One file per table or pair of tables, with the queries that touch them.

Whatever names a person, their number or their words is sealed before it is written and opened only here.
Functions take the `Work` in hand and never commit: whoever began the work does.
"""
