"""One handler a file: a function of keyword arguments that may run more than once for the same job."""
