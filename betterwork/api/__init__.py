"""The API: its addresses and how its lists are paged."""
