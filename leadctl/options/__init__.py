"""Every option and argument, declared once: name, type, help.

Command modules name these types in their signatures without importing this package (and with it Typer)
at run time; :mod:`leadctl.cli` resolves the names when it builds a command.
"""

from leadctl.options.closing import *
from leadctl.options.daily import *
from leadctl.options.everywhere import *
from leadctl.options.figures import *
from leadctl.options.keeping import *
