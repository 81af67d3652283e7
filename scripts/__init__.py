"""What a developer or ``make`` runs from the checkout; not part of the wheel."""
