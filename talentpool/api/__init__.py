"""Candidates and applications over the API: a second mouth for the same services."""
