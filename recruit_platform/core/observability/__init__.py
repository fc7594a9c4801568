"""What the operator sees: logs without personal data, and counts of requests."""
