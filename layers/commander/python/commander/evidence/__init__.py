"""The evidence engine: from one bundle to typed facts, ranked hypotheses and a verdict. Pure, and without any model."""
