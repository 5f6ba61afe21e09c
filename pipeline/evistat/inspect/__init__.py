"""Records → what people look at."""
