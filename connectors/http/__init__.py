"""Systems that speak HTTP: declared operations, checked addresses, one answer within a time limit."""
