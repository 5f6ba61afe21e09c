"""Records → tables and databases."""
