"""Forms: one JSON Schema with layouts; who sees and edits what; checking, merging, and HTML."""
