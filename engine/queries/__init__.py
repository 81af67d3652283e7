"""What is read of instances and definitions; nothing here writes or locks."""
