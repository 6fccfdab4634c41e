"""Beside the product, never in its image: the engines and the demo of development and trial."""
