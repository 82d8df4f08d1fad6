"""The kinds of task, a module each: ``NAMES``, ``tasks``, ``complete`` and ``coming``."""
