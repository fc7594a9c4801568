"""How Django prints our forms: `{{ form }}` gives the error summary and every field with label, hint and error."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
