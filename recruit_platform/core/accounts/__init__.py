"""People as persons: login, password, second step, sessions, preferences. What they may do where is in ``organisations``."""
