"""Whether this process can do its work, for a load balancer or a container's health check; says nothing else."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from audit.access import public
from audit.sealing import freshness


@public("GET")
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served; 503 when the database or the sealer is silent, as every signed-in page would be."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        fresh = freshness.is_fresh()
    except Error:
        return JsonResponse({"status": "closed", "why": "database"}, status=503)
    return JsonResponse({"status": "ok"}) if fresh else JsonResponse({"status": "closed", "why": "sealer"}, status=503)
