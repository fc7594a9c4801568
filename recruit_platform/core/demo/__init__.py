"""The two organisations that a demo starts with. Made through the services a person's clicks go through, never by rows alone."""
