"""Campaigns as rows, sentences and drawings."""
