"""Filling a workbook that somebody else made: rows into its cells, everything else as it came (docs/adr/0063)."""
