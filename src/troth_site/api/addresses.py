"""The API's addresses as a list, for the resolver that reads them at the first request below /api/v1/."""

from django.urls import URLPattern, path

from troth_site.api.frame.problems import by_another_method, no_such_address
from troth_site.api.urls import api

urlpatterns = [
    URLPattern(each.pattern, by_another_method(each.callback), each.default_args, each.name) for each in api.urls[0]
]
urlpatterns.append(path("<path:address>", no_such_address, name="no-such-address"))
