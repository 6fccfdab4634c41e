"""Reading workbooks that somebody uploaded and writing those that leave the house. No Django, no hospital knowledge."""
