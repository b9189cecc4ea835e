"""What pages show, read from the store and put into small values; nothing here writes, and nothing here is HTML."""
