"""Reading what ad networks export: bytes in, rows with whole cents out, and a word about everything that was not read. Pure."""

from .reading import Line, Mapping, NotReadable, Problem, ProblemCode, Report, read, read_file

__all__ = ["Line", "Mapping", "NotReadable", "Problem", "ProblemCode", "Report", "read", "read_file"]
