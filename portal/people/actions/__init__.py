"""Writing for people: keyword-only, atomic, each asks the policy itself."""
