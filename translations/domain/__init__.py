"""What a translation must keep of its English text: no Django, no files."""
