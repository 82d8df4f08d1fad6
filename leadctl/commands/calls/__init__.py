"""The call session: whoever calls goes through the due list on a terminal and records each result by a key.

``loop`` takes contact after contact, ``results`` has what may come of one and what is asked of it, ``bookmark`` keeps
where somebody left off. What reads keys and lines is ``leadctl.commands.terminal``, as for a visit at the counter.
"""
