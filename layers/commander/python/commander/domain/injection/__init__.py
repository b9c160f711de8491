"""Tells when text that reaches the product gives orders to whoever reads it: a witness, never the protection.

Data cannot authorise anything in this product, whatever it says. What is found here is for people and for the log of
security events. Tables are made and patterns compiled when the first text is read, not on import.
"""

from commander.domain.injection.channels import channels
from commander.domain.injection.characters import defused
from commander.domain.injection.reading import suspicions
from commander.domain.injection.scanning import scan
from commander.domain.injection.suspicion import TECHNIQUES, Suspicion, Technique

__all__ = ["TECHNIQUES", "Suspicion", "Technique", "channels", "defused", "scan", "suspicions"]
