"""REST framework, its schema, and API tokens."""

from datetime import timedelta

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organizations.api.authentication.TokenLogIn",
        "organizations.api.authentication.SessionLogIn",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "organizations.api.authentication.OwnPassword",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["infrastructure.api.parsing.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "infrastructure.api.shapes.OurWords",
    "DEFAULT_VERSIONING_CLASS": None,
    "DEFAULT_METADATA_CLASS": None,  # what an address takes is told by the schema
    "EXCEPTION_HANDLER": "infrastructure.api.problems.handle",
    # Moments in local time with their offset, as the pages show them.
    "DATETIME_FORMAT": "iso-8601",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "医疗质量安全整改平台接口",
    "DESCRIPTION": (
        "与网页使用同一套业务规则。相关记录一律用 uid 或代码引用；错误按 RFC 9457 以中文问题详情回答："
        "不符合本文档的请求是 400，符合而按现在的情况不能办理的是 409，文件本身不能接收的是 413 或 415；"
        "本文档没有的字段和查询参数会被拒绝；修改要带 revision，版本不一致回答 409 并附两个版本；"
        "每个 POST 都要带 Idempotency-Key。"
        "接口只增不减。"
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",  # whole JSON Schema: conditions between fields can be said
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "infrastructure.api.describing.without_comments",
        "infrastructure.api.tags.with_tags",
    ],
    "ENUM_NAME_OVERRIDES": {
        "AdministrativeLineEnum": "organizations.models.AdministrativeLine",
        "HospitalKindEnum": "organizations.models.HospitalKind",
        "HospitalLevelEnum": "organizations.models.HospitalLevel",
        "DepartmentKindEnum": "organizations.models.DepartmentKind",
        "StaffKindEnum": "organizations.models.StaffKind",
    },
}

REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "TOKEN_LIMIT_PER_USER": 10, "TOKEN_PREFIX": "hqs_"}
