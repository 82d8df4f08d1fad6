"""The questions of reports: figures, and the records behind them, by one definition."""
