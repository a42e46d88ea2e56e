"""How fast a class is graded, beside nbgrader, Otter, check50 and plain pytest."""
