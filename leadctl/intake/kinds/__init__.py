"""What each kind of file holds: a module a kind, with its columns, their header words, and how its rows are checked.

``leadctl.commands.imports`` names them all, each beside what writes its rows.
"""
