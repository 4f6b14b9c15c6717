"""Reading the released texts and what speakers made of them."""
