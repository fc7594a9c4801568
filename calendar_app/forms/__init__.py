"""What people type on the pages of the calendar; the services decide what comes of it."""
