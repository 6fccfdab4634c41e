"""Understanding the ledger workbooks that departments bring. Recognition only: nothing is written, no Django.

`planning.plan_import` turns a grid of cells into findings ready to be entered and problems named by cell.
"""
