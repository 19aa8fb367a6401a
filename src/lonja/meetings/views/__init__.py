"""Pages of the meetings: the organiser's desk, agendas, requests."""
