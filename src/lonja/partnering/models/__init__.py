"""Facts of partnering: offers and needs, interests and what follows from them."""
