"""The trade's rules once more, written from docs/domain.md alone, and compared with what leadctl answers.

``facts`` says what can happen in a store, ``policies`` how often a grade is contacted, ``standing`` where one lead
stands after its facts in the order of time, ``due_list`` and ``figures`` what follows of it for a day and a month.
``playing`` plays some weeks in a store with leadctl's own commands and keeps each as a fact; ``comparing`` puts the
program's answers beside the model's. Nothing here imports leadctl.
"""
