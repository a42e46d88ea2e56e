"""The two ways in which things end that are not a verdict."""


class InputError(Exception):
    """The user gave something unusable: one line saying what, where and what to do; exit code 2."""


class CourseError(InputError):
    """An exercise is written wrongly: file and key first, then the cause, then the fix."""


class GraderFault(Exception):
    """A fault of ours, a worker that does not start for example: never a status, it never costs points."""
