"""Every change that this app makes."""
