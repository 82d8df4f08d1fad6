"""The kinds of task, a module each: ``NAMES``, ``tasks``, ``complete`` and ``count_coming``."""
