"""The Data Package descriptor by the rules of the standard (version 2.0), for the fields that we write."""

import json
import re

import pytest
from test_codebook_ddi import BOOKS

from surveykit.codebook.datapackage import datapackage_bytes

TYPES = {"string": str, "integer": int, "number": (int, float)}
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
ALLOWED = {"string": {"required", "unique"}, "integer": BOUNDS, "number": BOUNDS}
FIELD = {"name", "type", "title", "description", "categories", "categoriesOrdered", "constraints"}


@pytest.fixture(params=BOOKS)
def package(request) -> dict:
    """The descriptor of a codebook."""
    facts = {"sha256": "0" * 64, "bytes": 12}
    return json.loads(datapackage_bytes(BOOKS[request.param], data_name="Our survey.csv", facts=facts))


def test_package_and_resource_have_what_the_standard_asks(package):
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    (resource,) = package["resources"]
    assert re.fullmatch(r"[a-z0-9._-]+", resource["name"]) and resource["path"] == "Our survey.csv"
    assert (resource["type"], resource["format"], resource["encoding"]) == ("table", "csv", "utf-8")
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", resource["hash"]) and resource["bytes"] == 12


def test_fields_are_named_once_typed_and_have_only_known_properties(package):
    fields = package["resources"][0]["schema"]["fields"]
    names = [field["name"] for field in fields]
    assert len(names) == len(set(names)) and package["resources"][0]["schema"]["primaryKey"] == [names[0]]
    for field in fields:
        assert field["type"] in TYPES
        assert {key for key in field if not key.startswith("surveykit:")} <= FIELD


def test_categories_are_of_the_fields_type_and_constraints_lawful_for_it(package):
    for field in package["resources"][0]["schema"]["fields"]:
        values = [category["value"] for category in field.get("categories", [])]
        assert "categories" not in field or field["type"] in {"string", "integer"}
        assert all(isinstance(value, TYPES[field["type"]]) for value in values) and len(values) == len(set(values))
        assert all(category["label"] for category in field.get("categories", []))
        assert "categoriesOrdered" not in field or values == sorted(values)
        assert set(field.get("constraints", {})) <= ALLOWED[field["type"]]


def test_kinds_of_missing_are_labelled_and_no_category(package):
    schema = package["resources"][0]["schema"]
    missing = [entry["value"] for entry in schema["missingValues"]]
    assert missing[0] == "" and len(missing) == len(set(missing))
    assert all(isinstance(entry["value"], str) and entry["label"] for entry in schema["missingValues"])
    for field in schema["fields"]:
        assert not {str(category["value"]) for category in field.get("categories", [])} & set(missing)
