"""The shell and the ground of the portal."""
