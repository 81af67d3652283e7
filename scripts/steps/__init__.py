"""The steps from a fresh clone to a program that runs, in plain Python without any package."""
