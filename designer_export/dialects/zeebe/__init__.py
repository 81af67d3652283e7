"""What Zeebe, the engine of Camunda 8, reads beyond BPMN, a subject a file."""
