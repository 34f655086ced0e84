#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks an OpenAPI 3.1 file: structure, every $ref resolves, every schema is valid JSON Schema 2020-12, operationIds are
unique, path parameters are declared."""
import re
import sys

import jsonschema
import yaml

path = sys.argv[1]
with open(path, encoding="utf-8") as source:
    doc = yaml.safe_load(source)
problems = []


def resolve(ref):
    node = doc
    for token in ref.removeprefix("#/").split("/"):
        node = node[token.replace("~1", "/").replace("~0", "~")]
    return node


def walk(node, where):
    if isinstance(node, dict):
        ref = node.get("$ref")
        if isinstance(ref, str):
            try:
                resolve(ref)
            except (KeyError, TypeError):
                problems.append(f"{where}: $ref {ref} leads nowhere")
        for key, value in node.items():
            if key == "schema" and isinstance(value, dict):
                check_schema(value, f"{where}/schema")
            walk(value, f"{where}/{key}")
    elif isinstance(node, list):
        for i, value in enumerate(node):
            walk(value, f"{where}/{i}")


def check_schema(schema, where):
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        problems.append(f"{where}: {error.message}")


if not re.fullmatch(r"3\.1\.\d+", str(doc.get("openapi"))):
    problems.append("openapi: not 3.1.x")
for member in ("info", "paths", "components"):
    if member not in doc:
        problems.append(f"{member} is missing")
for name, schema in doc.get("components", {}).get("schemas", {}).items():
    check_schema(schema, f"#/components/schemas/{name}")
seen = {}
for url, item in doc.get("paths", {}).items():
    shared = item.get("parameters", [])
    for method, operation in item.items():
        if method not in ("get", "put", "post", "delete", "options", "head", "patch"):
            continue
        where = f"{method.upper()} {url}"
        name = operation.get("operationId")
        if not name:
            problems.append(f"{where}: no operationId")
        elif name in seen:
            problems.append(f"{where}: operationId {name} again (first in {seen[name]})")
        seen[name] = where
        if not operation.get("responses"):
            problems.append(f"{where}: no responses")
        declared = [resolve(p["$ref"]) if "$ref" in p else p for p in shared + operation.get("parameters", [])]
        names = {p["name"] for p in declared if p["in"] == "path"}
        for wanted in re.findall(r"\{(\w+)\}", url):
            if wanted not in names:
                problems.append(f"{where}: path parameter {wanted} is not declared")
walk(doc, "#")
for problem in problems:
    print(f"{path}: {problem}")
print(f"{path}: {len(seen)} operations")
sys.exit(1 if problems else 0)
