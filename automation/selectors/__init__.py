"""What automation reads. All selectors need the organisation active."""
