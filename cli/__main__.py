"""``python -m cli`` is the same as ``tongban``."""

import signal


def start() -> int:
    """Run the command line; Ctrl-C while its modules are still being imported leaves no traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cli.main import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    return main()


if __name__ == "__main__":
    raise SystemExit(start())
