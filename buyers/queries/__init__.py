"""What a brand's person keeps for themselves. What of it may be read is asked anew at each look."""
