"""The site's addresses, and two bare ones to measure against."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from troth_site.models import Relationship

ROWS = 50
BARE = engines["django"].from_string(
    "<!doctype html><title>Bare</title><table>{% for row in rows %}<tr><td><a href='/partners/{{ row.pk }}/'>"
    "{{ row.factory.name }}</a></td><td>{{ row.factory.country }}</td><td>{{ row.phase }}</td>"
    "<td>{{ row.last_contact_on }}</td><td>{{ row.head_seq }}</td></tr>{% endfor %}</table>"
)


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


def bare(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    rows = Relationship.objects.select_related("factory").order_by("pk")[:ROWS]
    return HttpResponse(BARE.render({"rows": rows}, request))


urlpatterns = [path("bench/hello/", hello), path("bench/bare/", bare), path("", include("troth_site.urls"))]
