"""What a person sees: a worksheet as a page, the pages round it, and the way from one to the next."""
