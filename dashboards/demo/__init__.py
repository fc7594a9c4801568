"""The year that the demo organisations have behind them, lived through by the same services that people use.

``story`` says who they are and what they look for, ``people`` invents candidates, ``life`` says what becomes of an application,
``year`` lets it all happen in the order of time. The same seed gives the same year; dates are relative to today.
"""
