"""What the running program tells of itself: figures, words of log lines, spans. It knows no other room."""
