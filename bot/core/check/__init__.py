"""Everything that can be wrong with what staff write, each check one small function over pure values."""
