"""The example store of a year: invented people, drawn from a seed, so that it can be made anew at any time."""
