"""Where officials work: queue, drafting, second reading, agreements, plans."""
