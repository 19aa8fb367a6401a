"""The shape of what people type when they look for partners."""
