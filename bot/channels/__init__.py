"""Floor 2: the roads out and in. Each file touches one outside thing and knows nothing of people, flows or rows."""
