"""What visitors see: under /werkbij/<organisation>/ or at the organisation's own host name."""
