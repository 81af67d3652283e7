"""The console command ``tongban``: one sub-command a file."""
