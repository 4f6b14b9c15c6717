"""What a factory can do to meet the criteria it does not meet: tasks from its evidence, from when, in whose words."""
