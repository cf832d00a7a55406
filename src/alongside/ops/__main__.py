"""`python -m alongside.ops`: the command line, also where no script is installed."""

from alongside.ops.command_line import main

main()
