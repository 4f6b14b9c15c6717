"""The inspectors' room: which factories of one's country need attention first, and why."""
