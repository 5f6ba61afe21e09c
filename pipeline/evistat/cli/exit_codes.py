"""What a command's exit code says; docs/cli.md lists them."""

SOME_FAILED = 1
WRONG_USAGE = 2
OUR_FAULT = 3
STOPPED = 130
