"""The AI stand-ins, driven by the clients that the product has."""
