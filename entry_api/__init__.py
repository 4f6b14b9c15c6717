"""What staff enter through pages, entered by programs: the same forms judge it, the same commands write it."""
