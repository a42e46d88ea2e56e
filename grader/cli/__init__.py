"""The command line: parse, call, print."""

import io
import os
import sys


def main() -> None:
    """Run `dlgrade`; a user's mistake is one line and exit code 2, a fault of ours says so and is exit code 3."""
    from grader.isolation import Worker, launch

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # starting more of them takes longer than our arithmetic
    ahead: Worker | None = launch("process") if sys.argv[1:2] == ["check"] else None
    from grader.cli.app import app
    from grader.cli.base import State
    from grader.errors import InputError

    State.ahead = ahead
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no check mark shows a question mark
    try:
        app(prog_name="dlgrade")
    except InputError as error:
        print(f"dlgrade: {_one_line(str(error))}", file=sys.stderr)
        sys.exit(2)
    except Exception:
        print("dlgrade: this is a fault of dlgrade, not of your code. Please report what follows.", file=sys.stderr)
        import traceback

        traceback.print_exc()
        sys.exit(3)
    finally:
        if State.ahead is not None:
            State.ahead.kill()


def _one_line(text: str) -> str:
    from grader.report.safe import one_line

    return one_line(text)
