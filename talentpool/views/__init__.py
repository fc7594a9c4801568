"""The pool, the board, the candidate, the call list, and the words of the career site: pages for colleagues."""
