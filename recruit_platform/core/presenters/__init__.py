"""Rows ready to print for the pages of core: templates decide nothing."""
