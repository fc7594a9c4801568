"""Automation as ready rows and sentences."""
