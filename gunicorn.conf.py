"""Read by gunicorn wherever it is started from here: the image, `make run`, a service of one's own."""

logger_class = "hospital_qs.web_log.WebLog"
