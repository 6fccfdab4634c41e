"""Official documents as data, and the words the whole product shares. Standard library only."""
