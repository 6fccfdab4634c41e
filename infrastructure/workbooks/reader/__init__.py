"""The reader process: it reads what strangers sent, so it knows neither Django nor our settings."""
