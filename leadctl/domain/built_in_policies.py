"""What the TOML of the built-in policies says, so that a store that follows one needs no parser of TOML.

Written by ``python -m tests.docs.make_policies`` from ``leadctl/policies``; a test compares.
"""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

# fmt: off
PARSED: dict[str, dict[str, Any]] = {
    (
        '# The default policy: five grades, N for those who cannot say when.\n'
        'name = "five-grade"\n'
        'unknown = "N"               # the grade of an unknown purchase date\n'
        'first_follow_up_days = 1    # after the lead was opened\n'
        'retry_days = 1              # after a try without an answer\n'
        'letter_days = 3             # from a letter to the call that follows it\n'
        'closed = []                 # dates on which the store is closed: a due date moves to the next open day\n'
        'hours = ["08:30", "18:00"]  # opening hours of every other day\n'
        '\n'
        '[grades.H]\n'
        'within = "7 days"\n'
        'contact = [1, 2]            # due from, overdue after: days since the last contact\n'
        'aim = "fix the exact purchase date; invite to the store and close"\n'
        '\n'
        '[grades.A]\n'
        'within = "1 month"\n'
        'contact = [3, 5]\n'
        'aim = "exact purchase date; how we compare with the rival cars; how they will pay; invite and close"\n'
        '\n'
        '[grades.B]\n'
        'within = "3 months"\n'
        'contact = [7, 7]\n'
        'aim = "planned date; how their shopping goes; payment; model; invite to an in-depth test drive"\n'
        '\n'
        '[grades.C]\n'
        'contact = [10, 10]\n'
        'aim = "keep in touch by phone; how their shopping goes; model and budget; rough date and payment"\n'
        '\n'
        '[grades.N]\n'
        'contact = [15, 15]\n'
        'aim = "a message or a call now and then; budget; rough date"\n'
        '\n'
        '[grades.O]                  # ordered, until the car is delivered\n'
        'contact = [7, 7]\n'
        'aim = "delivery date; payment and papers; what they still want to know"\n'
    ):
        {'name': 'five-grade',
         'unknown': 'N',
         'first_follow_up_days': 1,
         'retry_days': 1,
         'letter_days': 3,
         'closed': [],
         'hours': ['08:30', '18:00'],
         'grades': {'H': {'within': '7 days',
                          'contact': [1, 2],
                          'aim': 'fix the exact purchase date; invite to the store and close'},
                    'A': {'within': '1 month',
                          'contact': [3, 5],
                          'aim': 'exact purchase date; how we compare with the rival cars; how they will '
                                 'pay; invite and close'},
                    'B': {'within': '3 months',
                          'contact': [7, 7],
                          'aim': 'planned date; how their shopping goes; payment; model; invite to an '
                                 'in-depth test drive'},
                    'C': {'contact': [10, 10],
                          'aim': 'keep in touch by phone; how their shopping goes; model and budget; rough '
                                 'date and payment'},
                    'N': {'contact': [15, 15],
                          'aim': 'a message or a call now and then; budget; rough date'},
                    'O': {'contact': [7, 7],
                          'aim': 'delivery date; payment and papers; what they still want to know'}}},
    (
        '# Four grades; a purchase date that is not known is C.\n'
        'name = "four-grade"\n'
        'unknown = "C"\n'
        'first_follow_up_days = 1\n'
        'retry_days = 1\n'
        'letter_days = 3\n'
        'closed = []\n'
        'hours = ["08:30", "18:00"]  # opening hours of every other day\n'
        '\n'
        '[grades.H]\n'
        'within = "7 days"\n'
        'contact = [2, 2]            # at least once every so many days\n'
        'aim = "fix the exact purchase date; invite to the store and close"\n'
        '\n'
        '[grades.A]\n'
        'within = "1 month"\n'
        'contact = [3, 3]\n'
        'aim = "exact purchase date; how we compare with the rival cars; how they will pay; invite and close"\n'
        '\n'
        '[grades.B]\n'
        'within = "2 months"\n'
        'contact = [7, 7]\n'
        'aim = "planned date; how their shopping goes; payment; model; invite to an in-depth test drive"\n'
        '\n'
        '[grades.C]\n'
        'contact = [15, 15]\n'
        'aim = "keep in touch by phone; how their shopping goes; model and budget; rough date and payment"\n'
        '\n'
        '[grades.O]\n'
        'contact = [7, 7]\n'
        'aim = "delivery date; payment and papers; what they still want to know"\n'
    ):
        {'name': 'four-grade',
         'unknown': 'C',
         'first_follow_up_days': 1,
         'retry_days': 1,
         'letter_days': 3,
         'closed': [],
         'hours': ['08:30', '18:00'],
         'grades': {'H': {'within': '7 days',
                          'contact': [2, 2],
                          'aim': 'fix the exact purchase date; invite to the store and close'},
                    'A': {'within': '1 month',
                          'contact': [3, 3],
                          'aim': 'exact purchase date; how we compare with the rival cars; how they will '
                                 'pay; invite and close'},
                    'B': {'within': '2 months',
                          'contact': [7, 7],
                          'aim': 'planned date; how their shopping goes; payment; model; invite to an '
                                 'in-depth test drive'},
                    'C': {'contact': [15, 15],
                          'aim': 'keep in touch by phone; how their shopping goes; model and budget; rough '
                                 'date and payment'},
                    'O': {'contact': [7, 7],
                          'aim': 'delivery date; payment and papers; what they still want to know'}}},
}
# fmt: on
