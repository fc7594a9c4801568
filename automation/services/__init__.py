"""What automation changes. All services need the organisation active and run in one transaction."""
