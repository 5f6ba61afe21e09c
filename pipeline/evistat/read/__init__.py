"""Bytes → Article: finding the inputs, knowing their format, decoding them."""
