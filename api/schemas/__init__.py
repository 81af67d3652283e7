"""The shapes of requests and answers; unknown keys of a request are refused."""
