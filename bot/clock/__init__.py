"""Floor 4: the clock. It asks the time for everybody and turns the rounds; every due moment is a row, none is here.

The rounds call handlers and nothing else; a round that fails is counted and runs again.
"""
