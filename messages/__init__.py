"""Notifications to people (消息): a to-do item has come, a matter has ended.

Subscribers turn the engine's events into jobs; the jobs write one row for each person meant.
"""
