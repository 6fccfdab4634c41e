"""A check entry below a checkpoint."""

from rest_framework import serializers


class CheckEntryRow(serializers.Serializer):
    uid = serializers.UUIDField()
    text = serializers.CharField()
    method = serializers.CharField()
    method_label = serializers.CharField(source="get_method_display")
    sample_size = serializers.IntegerField(allow_null=True, help_text="null：不抽查，全部看。")
    sample_of = serializers.CharField(help_text="抽查对象，例如“份运行病历”。")
    basis = serializers.CharField()
    region = serializers.CharField(
        source="region.code", default=None, allow_null=True, help_text="由哪个地区设置；null：本院。"
    )
