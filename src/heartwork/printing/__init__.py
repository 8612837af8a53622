"""What is printed: worksheets blank and filled, cards, the letter, pages to keep and to hand over, as PDF."""
