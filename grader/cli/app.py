"""The whole command line: importing a module of commands registers them."""

from grader.cli import author, instructor, student
from grader.cli.base import app

__all__ = ["app", "author", "instructor", "student"]
