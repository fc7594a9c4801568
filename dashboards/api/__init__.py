"""The numbers over the API: the same selectors as the screens, so that both say the same."""
