"""What dashboards change: links that show without a login, and the digest. Never business data."""
