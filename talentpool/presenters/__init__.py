"""Candidates and applications as rows of a page: ready to print."""
