"""Progress reports: dated documents of where a factory stands, as page and PDF, kept as they were."""
