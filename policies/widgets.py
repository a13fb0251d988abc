"""Inputs that offer what is usually written there, and take anything else."""

from django.forms import TextInput
from django.utils.html import format_html, format_html_join

# 政府信息公开条例 arts 14-16: the grounds on which a document may stay closed.
CLOSING_ARTICLES = (
    "《中华人民共和国政府信息公开条例》第十四条（国家秘密、法律禁止公开、危及安全稳定）",
    "《中华人民共和国政府信息公开条例》第十五条（商业秘密、个人隐私）",
    "《中华人民共和国政府信息公开条例》第十六条第一款（内部事务信息）",
    "《中华人民共和国政府信息公开条例》第十六条第二款（过程性信息、行政执法案卷）",
)


class BasisInput(TextInput):
    """A line of text that offers the articles on which a document may stay closed."""

    def render(self, name, value, attrs=None, renderer=None):
        attrs = {**(attrs or {}), "list": f"{name}-offers"}
        field = super().render(name, value, attrs, renderer)
        options = format_html_join(
            "", '<option value="{}">', ((article,) for article in CLOSING_ARTICLES)
        )
        return format_html(
            '{}<datalist id="{}-offers">{}</datalist>', field, name, options
        )
