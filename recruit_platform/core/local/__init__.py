"""What `./run` uses on one machine: built-in PostgreSQL and Valkey, and one supervisor over them and our own processes.

Nothing here imports Django: these modules start the servers that Django needs.
"""
