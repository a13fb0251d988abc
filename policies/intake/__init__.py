"""Bringing documents in: files become lines, lines become proposed elements."""
