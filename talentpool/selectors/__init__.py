"""Reads of candidates and applications. All need the organisation active."""
