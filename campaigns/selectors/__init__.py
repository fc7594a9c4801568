"""What pages, the API and the floors above read of campaigns."""
