"""Profiles, vacancies, outflow, feeds and the calendar over the API: a second mouth for the same services."""
