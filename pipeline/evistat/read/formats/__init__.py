"""One module per input format, behind a small registry."""
