"""The public career site of an organisation."""
