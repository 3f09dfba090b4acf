"""Which front-end files are served, and under which names."""

from collections.abc import Iterable, Iterator

from django.contrib.staticfiles.finders import FileSystemFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage

# A front-end package brings more than a page needs; what is not collected cannot be fetched.
SERVED = {"vendor/htmx": {"htmx.min.js"}, "vendor/wavesurfer": {"wavesurfer.esm.js"}}


class OnlyServed(FileSystemFinder):
    """Our own folder whole, of a package only the files named above."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, object]]:
        for path, storage in super().list(ignore_patterns):
            if path in SERVED.get(storage.prefix, {path}):
                yield path, storage


class ManifestOfModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Imports between ES modules are rewritten to the hashed names, so that every module may be cached for ever."""

    support_js_module_import_aggregation = True
