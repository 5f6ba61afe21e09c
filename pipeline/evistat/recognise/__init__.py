"""Doc → entities: a trained model and what surrounds it."""
