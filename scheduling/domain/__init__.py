"""The plan of visits: windows from intervals, dates drawn at random, two advisers for each. Days are ordinals."""
