"""Every write of publications: keyword-only, atomic, asks policy itself, records, announces."""
