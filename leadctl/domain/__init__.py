"""The trade's rules: pure functions and values, standard library only, no I/O, no clock."""
