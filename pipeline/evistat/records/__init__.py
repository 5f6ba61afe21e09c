"""Doc with findings → record: the output contract."""
