"""The ethics appraisal: facts and a rule book make a score sheet in which every point explains itself (ME23)."""
