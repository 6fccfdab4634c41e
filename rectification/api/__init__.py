"""REST resources of campaigns, ledgers, sheets and findings: the same services as the pages."""
