"""The commands as they are typed: a function's arguments are a command's options.

Each imports what it needs when it runs, so that ``mapper --help`` answers at
once; the window, and with it PyQt6, only when one is asked for.
"""
