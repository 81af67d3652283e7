"""The services that ship, one folder each; `bpmn_models.bundle` reads and writes such folders and zips."""
