"""How the program is doing: probes, signs of life of its workers, figures, and the overview of them all."""
