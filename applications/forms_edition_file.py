"""The form of an edition's file: chosen from the disk, or put right in the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.editionfile.marks import MOST_BYTES


class EditionFileForm(forms.Form):
    """file wins over text; text carries what was tried to the word that applies it."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("设置文件（.yaml）"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("先检查，逐项列出差别，确认后才写入。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,text/yaml"}),
    )
    text = forms.CharField(
        label=gettext_lazy("文件内容"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "false", "wrap": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.is_bound  # drawn so; once a text is there, it may do instead

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("file") and not self.cleaned_data.get("text", "").strip():
            self.add_error("file", _("请选择一份由本平台导出、改好的 .yaml 文件。"))
        return self.cleaned_data

    def content(self) -> bytes:
        """Never more than is needed to say that it is too much."""
        upload = self.cleaned_data.get("file")
        return upload.read(MOST_BYTES + 1) if upload else self.cleaned_data["text"].encode()[: MOST_BYTES + 1]
