"""The command line: parse, call, print."""

import sys


def main() -> None:
    """Run `dlgrade`; a user's mistake is one line and exit code 2, a fault of ours says so and is exit code 3."""
    from grader.cli.app import app
    from grader.errors import InputError

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


def _one_line(text: str) -> str:
    from grader.report.safe import one_line

    return one_line(text)
