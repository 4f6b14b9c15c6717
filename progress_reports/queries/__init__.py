"""All reads of reports, and what goes into one."""
