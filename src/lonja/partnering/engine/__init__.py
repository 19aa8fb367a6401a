"""The bridge between rows and the algorithms of relevance, alliances and networks."""
