"""Live panels: one shared fragment per organisation, panel and language, polled cheaply.

An unchanged poll, and a changed one whose fragment is there, are answered before Django loads a session (``early``).
Everything rests on hints: without Redis each poll is an ordinary page view.
"""
