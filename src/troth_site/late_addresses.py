"""Addresses whose pages are loaded when somebody comes to them: a worker's memory is for what is asked often."""

from collections.abc import Mapping

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.datastructures import MultiValueDict
from django.utils.regex_helper import normalize
from django.utils.translation import get_language


class Late(URLResolver):
    """What lies below `route`, read from `module` when somebody asks for an address there.

    `names` tells, without reading it, which names others make links from and the route of each below this one;
    a namespace needs none, because its names are looked up below it.
    """

    def __init__(self, route: str, module: str, *, names: Mapping[str, str] | None = None, namespace: str = "") -> None:
        super().__init__(RoutePattern(route), module, app_name=namespace or None, namespace=namespace or None)
        self.names = names or {}

    def _populate(self) -> None:
        language = get_language()
        found = MultiValueDict()
        for name, route in self.names.items():
            pattern = RoutePattern(route, name=name, is_endpoint=True)
            expression = pattern.regex.pattern.removeprefix("^")
            found.appendlist(name, (normalize(expression), expression, {}, pattern.converters))
        self._reverse_dict[language], self._namespace_dict[language], self._app_dict[language] = found, {}, {}
        self._populated = True
