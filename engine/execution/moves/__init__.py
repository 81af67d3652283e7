"""Token moves: what an operation does to tokens, never drawn in a diagram."""
