"""Workbooks, pages and their kin into rows of text, in a process of its own with hard limits.

What is read there is foreign and may be hostile: a file can make its parser take all memory, run for ever or abort.
:mod:`leadctl.intake.sheets.child.process` is what runs there, :mod:`leadctl.intake.sheets.workbooks` starts it. The
modules of this package load nothing else of leadctl, so that the process starts quickly.
"""
