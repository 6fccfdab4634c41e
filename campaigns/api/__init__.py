"""REST resources of people and places."""
