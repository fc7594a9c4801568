"""What changes candidates and their applications. All need the organisation active."""
