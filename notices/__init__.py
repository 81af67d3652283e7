"""Announcements (公告): what was published, to whom, and who has read it.

A notice is made by the service step ``notices.publish`` of a process, inside the command's transaction.
"""
