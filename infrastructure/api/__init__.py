"""What every resource of the REST API shares: problem details, parsing, references, pages, exactly-once."""
