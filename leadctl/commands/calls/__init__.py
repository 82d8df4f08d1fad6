"""The call session: whoever calls goes through the due list on a terminal and records each result by a key.

``loop`` takes contact after contact, ``results`` has what may come of one and what is asked of it, ``terminal`` reads
keys and lines, ``bookmark`` keeps where somebody left off.
"""
