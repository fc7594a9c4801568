"""One module per `./run` command; each has ``run(arguments)`` and returns the exit code."""
