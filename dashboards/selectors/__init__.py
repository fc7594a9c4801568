"""What dashboards read, each with its cost. All need the organisation active."""
