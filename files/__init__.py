"""Tables in and out: CSV, XLSX and XLS read, mapped, told of by row and field, and written."""
