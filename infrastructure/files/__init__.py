"""Hostile uploads: inspected by content, stored under random names, shown only as re-encoded pictures (DESIGN §8)."""
