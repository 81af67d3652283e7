"""The REST door: /api/v1, the same commands as the portal, described by an OpenAPI document."""
