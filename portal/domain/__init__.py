"""What the windows compute without a database: cursors of lists, sentences' numbers, points of small charts."""
