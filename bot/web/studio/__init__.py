"""Floor 4: where staff change flows and messages; its pages come with the studio issue."""
