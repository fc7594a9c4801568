"""The calendar as rows and drawings."""
