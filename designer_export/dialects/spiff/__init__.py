"""What SpiffWorkflow and SpiffArena write beyond BPMN, a subject a file."""
