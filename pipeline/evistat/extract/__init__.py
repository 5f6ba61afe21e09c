"""Doc → findings: statistics found by characters, put together, and what they say of which outcome."""
