"""Article → Doc: tokens, sections, sentences, abbreviations."""
