"""One file per page: `add(doors)` says at which addresses it answers.

A page reads, hands what it read to its template, or calls one handler, says what happened and sends people back.
"""
