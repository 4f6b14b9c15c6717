"""What a factory's management and its workers' side say to findings while the comment window is open."""
