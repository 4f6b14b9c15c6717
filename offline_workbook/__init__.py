"""The assessment form as a workbook: given out, taken back, compared."""
