"""From the HTML of a report to its PDF, without an HTTP request or a subprocess."""
