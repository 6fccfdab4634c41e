"""Search: words folded alike on both sides, and the kinds of things that the search box finds."""
