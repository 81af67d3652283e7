"""What designers' tools export: read from bytes, checked by rules, explained in findings."""
