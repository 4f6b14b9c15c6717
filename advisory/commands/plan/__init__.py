"""The improvement plan between its sides: words on items, due days that are proposed, numbers of new items."""
