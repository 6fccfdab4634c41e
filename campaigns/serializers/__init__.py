"""Shapes of bodies and answers. What may be done, the services decide."""
