"""What the inspectors read: within their own countries, and of what is published."""
