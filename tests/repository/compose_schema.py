"""The part of the compose specification that our file uses, strictly: an unknown key is a mistake."""

from __future__ import annotations

from typing import Any

DURATION = {"type": "string", "pattern": r"^(\d+(h|m|s|ms))+$"}
WORDS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
ENVIRONMENT = {
    "type": "object",
    "propertyNames": {"pattern": "^[A-Z][A-Z0-9_]*$"},
    "additionalProperties": {"type": ["string", "number", "null"]},
}
HEALTHCHECK = {
    "type": "object",
    "required": ["test", "interval", "timeout", "retries"],
    "additionalProperties": False,
    "properties": {
        "test": {**WORDS, "minItems": 2, "prefixItems": [{"enum": ["CMD", "CMD-SHELL"]}]},
        "interval": DURATION,
        "timeout": DURATION,
        "start_period": DURATION,
        "retries": {"type": "integer", "minimum": 1},
    },
}
DEPENDS_ON = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["condition"],
        "additionalProperties": False,
        "properties": {
            "condition": {"enum": ["service_started", "service_healthy", "service_completed_successfully"]}
        },
    },
}
SERVICE = {
    "type": "object",
    "required": ["image", "restart"],
    "additionalProperties": False,
    "properties": {
        "build": {"type": "string"},
        "image": {"type": "string", "pattern": r"^[a-z0-9./-]+:[A-Za-z0-9._-]+$"},
        "command": WORDS,
        "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
        "environment": ENVIRONMENT,
        "deploy": {
            "type": "object",
            "required": ["replicas"],
            "additionalProperties": False,
            "properties": {"replicas": {"type": "string", "pattern": r"^\$\{[A-Z_]+:-\d+\}$"}},
        },
        "volumes": {"type": "array", "items": {"type": "string", "pattern": r"^[^:]+:/[^:]*(:ro)?$"}},
        "ports": {"type": "array", "items": {"type": "string"}},
        "depends_on": DEPENDS_ON,
        "healthcheck": HEALTHCHECK,
        "security_opt": WORDS,
        "cap_drop": WORDS,
        "stop_grace_period": DURATION,
        "shm_size": {"type": "string", "pattern": r"^\d+(kb|mb|gb)$"},
    },
}
NETWORKS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "ipam": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "config": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["subnet"],
                            "additionalProperties": False,
                            "properties": {"subnet": {"type": "string"}},
                        },
                    }
                },
            }
        },
    },
}
COMPOSE: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["name", "services", "volumes"],
    "additionalProperties": False,
    "patternProperties": {"^x-": {}},
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$"},
        "services": {"type": "object", "additionalProperties": SERVICE},
        "volumes": {"type": "object", "additionalProperties": {"type": ["object", "null"]}},
        "networks": NETWORKS,
    },
}
