"""Stand-ins for the AI services that no laptop has: they speak the services' wire protocols and do real, modest work.

They see nothing but the bytes of a request and import nothing of the product. Every answer says that it is one of a
stand-in: by the header `x-stand-in` and by request ids that no AWS service would give.
"""
