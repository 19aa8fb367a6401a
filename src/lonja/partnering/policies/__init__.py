"""Who may read and change what in partnering."""
