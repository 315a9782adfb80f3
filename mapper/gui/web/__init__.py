"""The closed web view that draws the map in the window."""

from typing import TYPE_CHECKING

from mapper import lazy

if TYPE_CHECKING:
    from mapper.gui.web.page import BegunPage
    from mapper.gui.web.preview import PagePreview
    from mapper.gui.web.scheme import register_scheme
    from mapper.gui.web.view import MapView

# A start begins the page before it imports what shows it.
__getattr__ = lazy.parts(
    __name__,
    {
        "BegunPage": "page",
        "MapView": "view",
        "PagePreview": "preview",
        "register_scheme": "scheme",
    },
)

__all__ = ["BegunPage", "MapView", "PagePreview", "register_scheme"]
