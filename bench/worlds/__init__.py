"""Worlds of our own making that the engines are tuned and measured in; constants are drawn anew for every seed."""
