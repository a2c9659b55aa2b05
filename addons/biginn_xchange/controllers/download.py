"""Answers that nobody on the way keeps."""

from odoo.http import content_disposition, request

# kept by nobody, and its address (it may hold somebody's link) named to nobody
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def private(response):
    """The same answer with the headers of a private one."""
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


def download(content, name, mimetype="application/pdf"):
    """A file to keep under `name`."""
    return request.make_response(
        content,
        [
            ("Content-Type", mimetype),
            ("Content-Disposition", content_disposition(name.replace("/", "-"))),
            ("Content-Length", len(content)),
            ("X-Content-Type-Options", "nosniff"),
            *PRIVATE.items(),
        ],
    )
