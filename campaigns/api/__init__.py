"""Campaigns over the API: a second mouth for the same services, a module for each noun."""
