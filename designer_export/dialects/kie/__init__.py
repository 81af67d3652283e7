"""The parts of jBPM's and Kogito's dialect."""
