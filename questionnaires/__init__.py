"""The compliance assessment tool as data: versions, layouts, flags of questions, translations."""
