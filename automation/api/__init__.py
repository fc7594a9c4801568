"""Texts, first replies, sequences and who is in them, over the API: a second mouth for the same services."""
