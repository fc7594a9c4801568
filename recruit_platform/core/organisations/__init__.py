"""Organisations from the inside: settings, days off, who works there, invitations. Every change appends to the log."""
