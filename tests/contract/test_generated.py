"""What is generated from the contract is what the contract says."""

import pytest

from scripts.generate_contract import Unsupported, drift, typescript


def test_the_generated_files_are_up_to_date() -> None:
    differences = drift()
    assert not differences, "run scripts/generate_contract.py:\n" + "\n\n".join(differences)


def test_a_shape_without_an_exact_type_is_refused() -> None:
    schema = {"$defs": {"Odd": {"type": "object", "properties": {"odd": {"not": {"type": "string"}}}}}}
    with pytest.raises(Unsupported):
        typescript(schema)
