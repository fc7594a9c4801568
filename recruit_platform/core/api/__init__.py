"""The base of the API: keys with scopes, one organisation per request, clean input, problem details, keyset pages."""
