"""What can be done to instances and definitions: one operation a file.

Each opens the unit of work, loads, checks permission, acts, records, and commits once.
"""
