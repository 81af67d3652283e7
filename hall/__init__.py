"""The hall's own data: the catalogue of services, visits and favourites.

What a service *does* stands in its diagram and belongs to the engine; what the catalogue *says about it*
(title, department, audience, who may start it, guide) stands here, in a row that administrators may edit.
"""
