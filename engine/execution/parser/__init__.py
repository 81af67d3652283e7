"""Two-phase parsing on top of SpiffWorkflow's parser classes: every node first, then every flow."""
