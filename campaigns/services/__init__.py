"""What changes campaigns, their money, links and reports."""
