"""Public addresses that are not pages of the tree; head and way are like theirs."""

from django.views.generic import TemplateView


class PublicView(TemplateView):
    """A public page made by a view: says its title, and the way that leads to it.

    Its template extends `public_view.html`. `trail` are (words, address) of what
    stands between the home page and this one.
    """

    http_method_names = ["get", "head", "options"]
    title = ""
    description = ""
    column_type = "政策文件"
    trail: tuple[tuple[str, str], ...] = ()

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            **{
                "title": self.title,
                "description": self.description or self.title,
                "column_type": self.column_type,
                "trail": self.trail,
                "canonical": self.request.build_absolute_uri(self.request.path),
            }
            | kwargs
        )
